import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import css from './dialog.module.css';

/** The one dialog; with `keepOpen` a click beside it does not lose what was typed or is shown once. */
export function Dialog(props: {
  opened: boolean;
  close: () => void;
  title: string;
  wide?: boolean;
  keepOpen?: boolean;
  children: ReactNode;
}) {
  const { opened, close, title, wide = false, keepOpen = false, children } = props;
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={wide ? 560 : 440}
      centered
      closeOnClickOutside={!keepOpen}
      classNames={{ content: css.content ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content radius={12}>
        <div className={css.head}>
          <Modal.Title className={css.title ?? ''}>
            <bdi>{title}</bdi>
          </Modal.Title>
          <Modal.CloseButton aria-label={text.shell.close} />
        </div>
        <Modal.Body p={20} pt={8}>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
