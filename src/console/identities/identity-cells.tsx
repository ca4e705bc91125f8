import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Matched } from '../../identities/identity.schema.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import css from './identities.module.css';
import { type Meant, useUndo } from './identity-queries.ts';

const words = text.identities;

/** Who somebody is there: an id, several that fit, or nobody. */
export function There({ theirId, candidates }: { theirId: string | null; candidates: readonly string[] }) {
  if (theirId !== null) return <Copyable value={theirId} name={words.columns.id} />;
  if (candidates.length > 0) return <Foreign value={words.mayBe(candidates)} most={200} />;
  return <span className={css.dim}>{words.nobody}</span>;
}

/** What somebody who may can do about it: say who it is, or take back what was said. */
export function Acts(props: {
  meant: Meant;
  system: string;
  matched: Matched | null;
  theirId: string | null;
  candidates: readonly string[];
}) {
  const { meant, system, matched, theirId, candidates } = props;
  const mayWrite = useCan('identities.write');
  const [open, setOpen] = useState(false);
  const undo = useUndo(meant);
  if (!mayWrite || matched === 'own') return null;
  return (
    <div className={css.two}>
      <span className={css.acts}>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} aria-label={words.correctIn(system)}>
          {words.correct}
        </Button>
        {matched === 'by_hand' && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={undo.isPending}
            onClick={() => undo.mutate(undefined)}
            aria-label={words.undoIn(system)}
          >
            {words.undo}
          </Button>
        )}
      </span>
      {undo.isError && <RefusalPanel problem={undo.error} brief />}
      <CorrectDialog
        meant={meant}
        system={system}
        theirId={theirId}
        candidates={candidates}
        opened={open}
        close={() => setOpen(false)}
      />
    </div>
  );
}
