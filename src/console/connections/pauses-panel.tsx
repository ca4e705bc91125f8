import type { Pause } from '../../connections/calendar.schema.ts';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { SetList } from './set-list.tsx';
import { emptySpell, ReasonField, type SpellDraft, SpellFields, spellLabel, spellOf } from './spell-fields.tsx';

const words = text.connections.pauses;
type Planned = ConnectionView['pauses'][number];

/** Pauses that begin and end by themselves. */
export function PausesPanel({ connection }: { connection: ConnectionView }) {
  const { pauses } = connection;
  const made = (draft: SpellDraft) => {
    const spell = spellOf(draft);
    const known = 'item' in spell && pauses.some(({ from }) => from === spell.item.from);
    return known ? { wrong: words.beginsToo } : spell;
  };
  return (
    <SetList<Pause, Planned, SpellDraft>
      connection={connection}
      words={words}
      foot={words.removeHelp}
      items={pauses}
      line={(pause) => <Said pause={pause} />}
      listsOf={(all) => ({ pauses: all.map(({ from, to, reason }) => ({ from, to, reason })) })}
      form={{
        empty: emptySpell,
        made,
        fields: (draft, put) => (
          <>
            <SpellFields draft={draft} put={put} />
            <ReasonField reason={draft.reason} put={put} />
          </>
        ),
      }}
    />
  );
}

function Said({ pause }: { pause: Planned }) {
  const { state, by, reason } = pause;
  return (
    <>
      <span>{spellLabel(pause)}</span>
      {reason !== '' && <bdi className={css.dim}>{reason}</bdi>}
      <span className={css.dim}>{words.by(words.states[state], by)}</span>
    </>
  );
}
