import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FixOffer } from '../../fixes/fix.schema.ts';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { FixDialog } from './fix-dialog.tsx';
import { type FixTarget, offersQuery } from './fix-queries.ts';

/** A button for each fix that a group, or some records of it, can be put right with; nothing where there is none. */
export function FixOffers(target: FixTarget) {
  const mayApply = useCan('fixes.apply');
  const offers = useQuery({ ...offersQuery(target.group), enabled: mayApply });
  const [open, setOpen] = useState<FixOffer | null>(null);
  const fitting = (offers.data ?? []).filter(({ picks }) => picks || target.records === undefined);
  if (!mayApply || fitting.length === 0) return null;
  return (
    <>
      <Group gap="xs" role="group" aria-label={text.fixes.offers}>
        {fitting.map((offer) => (
          <Button key={offer.name} variant="default" size="xs" onClick={() => setOpen(offer)}>
            <bdi>{offer.title}</bdi>
          </Button>
        ))}
      </Group>
      <FixDialog target={target} offer={open} close={() => setOpen(null)} />
    </>
  );
}
