import type { RunDetail } from '../../runs/run.schema.ts';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import css from './run-notes.module.css';
import type { Note } from './run-queries.ts';

/** What stopped no record but that a person should know. */
export function RunNotes({ run }: { run: RunDetail }) {
  const notes: { unit: string | null; note: Note }[] = [
    ...run.notes.map((note) => ({ unit: null, note })),
    ...run.parts.flatMap((part) => part.notes.map((note) => ({ unit: part.unit, note }))),
  ];
  if (notes.length === 0) return <p className={css.dim}>{text.notes.none}</p>;
  return (
    <ul className={css.notes}>
      {notes.map(({ unit, note }) => (
        <li key={`${unit} ${note.entry} ${note.message}`}>
          <strong>
            <TextLink to="/dictionary/$entry" params={{ entry: note.entry }}>
              {note.title}
            </TextLink>
          </strong>
          <span className={css.dim}>
            {unit !== null && <Foreign value={unit} most={80} mono />} {text.notes.times(note.count)}
          </span>
          <Foreign value={note.message} most={300} />
        </li>
      ))}
    </ul>
  );
}
