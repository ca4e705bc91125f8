import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps, Ref } from 'react';

type Native = Omit<ComponentProps<'a'>, 'style' | 'color' | 'href'>;

function PlainAnchor({ ref, ...rest }: Omit<AnchorProps, 'href'> & Native & { ref?: Ref<HTMLAnchorElement> }) {
  return <Anchor ref={ref ?? null} inherit {...rest} />;
}

function PlainButton({ ref, ...rest }: Omit<ButtonProps, 'href'> & Native & { ref?: Ref<HTMLAnchorElement> }) {
  return <Button component="a" ref={ref ?? null} {...rest} />;
}

export const TextLink = createLink(PlainAnchor);
export const ButtonLink = createLink(PlainButton);
