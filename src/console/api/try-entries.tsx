import { entries as dictionary } from '../../dictionary/entries.ts';
import type { Entry } from '../../dictionary/entry.schema.ts';
import { EntryLink } from '../shell/entry-link.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help, OwnerMark } from '../shell/help.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { text } from '../text/text.ts';
import type { Operation } from './operation.ts';
import css from './try.module.css';

const columns: readonly Column<Entry>[] = [
  {
    id: 'message',
    head: text.tryIt.entryColumns.message,
    cell: (entry) => <Foreign value={entry.message} most={200} />,
  },
  {
    id: 'status',
    head: text.tryIt.entryColumns.status,
    width: '150px',
    cell: (entry) => text.tryIt.code(entry.status ?? 400, entry.code ?? null),
  },
  {
    id: 'owner',
    head: text.tryIt.entryColumns.owner,
    width: '230px',
    cell: (entry) => (entry.causes[0] === undefined ? null : <OwnerMark owner={entry.causes[0].owner} />),
  },
];

/** Every entry that the operation can answer, unfolded to its help. */
export function TryEntries({ operation }: { operation: Operation }) {
  const entries = dictionary.filter((entry) => entry.operations?.includes(operation.id) === true);
  return (
    <section>
      <h2 className={css.heading}>{text.tryIt.entries}</h2>
      <p className={css.dim}>{entries.length === 0 ? text.tryIt.noEntries : text.tryIt.entriesHelp}</p>
      {entries.length > 0 && (
        <RecordList
          label={text.tryIt.entries}
          columns={columns}
          rows={entries}
          rowId={(entry) => entry.entry}
          detail={(entry) => <EntryHelp entry={entry} />}
          foot={null}
        />
      )}
    </section>
  );
}

function EntryHelp({ entry }: { entry: Entry }) {
  return (
    <div className={css.entry}>
      {entry.causes.map((cause, at) => (
        <div key={cause.meaning}>
          {at > 0 && <p className={css.otherwise}>{text.tryIt.otherwise}</p>}
          <Help
            meaning={cause.meaning}
            owner={cause.owner}
            steps={cause.steps}
            next={null}
            prevention={cause.prevention}
          />
        </div>
      ))}
      <p className={css.dim}>
        {text.problem.entry} <EntryLink entry={entry.entry} />
      </p>
    </div>
  );
}
