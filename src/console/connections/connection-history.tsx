import { apiPath, get } from '../shell/api.ts';
import { EntryLink } from '../shell/entry-link.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import type { HistoryAnswer } from './connection-queries.ts';
import css from './connections.module.css';

type Event = HistoryAnswer['events'][number];
const words = text.connections.history;

const columns: readonly Column<Event>[] = [
  { id: 'what', head: words.columns.what, cell: (event) => <What event={event} /> },
  { id: 'by', head: words.columns.by, width: '28%', cell: (event) => <ForeignLine value={event.by} /> },
  { id: 'when', head: words.columns.when, width: '140px', cell: (event) => <When at={event.at} /> },
];

function What({ event: { action, details } }: { event: Event }) {
  const { from, to, run } = details;
  return (
    <span className={css.two}>
      <span>{words.actions[action] ?? text.audit.action(action)}</span>
      {typeof from === 'string' && typeof to === 'string' && (
        <span className={css.dim}>
          {words.moved(from, to)} {typeof run === 'number' && words.run(run)}
        </span>
      )}
    </span>
  );
}

/** What happened to a connection: who did what, and how it moved. */
export function ConnectionHistory({ id }: { id: string }) {
  const list = usePaged({
    key: ['connection', id, 'history'],
    page: (cursor, signal) =>
      get<HistoryAnswer>(apiPath(['connections', id, 'history'], { cursor, limit: 50 }), signal),
    rows: (answer: HistoryAnswer) => answer.events,
  });
  return (
    <PageStates
      asked={list.asked}
      isEmpty={(events) => events.length === 0}
      empty={<p className={css.dim}>{words.none}</p>}
    >
      {(events) => (
        <RecordList
          label={text.connections.tabs.history}
          columns={columns}
          rows={events}
          rowId={(event) => String(event.no)}
          detail={(event) => <Details details={event.details} />}
          more={list.more}
        />
      )}
    </PageStates>
  );
}

function Details({ details }: Pick<Event, 'details'>) {
  return (
    <dl className={css.details}>
      {Object.entries(details).map(([name, value]) => (
        <div key={name}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ name, value }: { name: string; value: unknown }) {
  if (name === 'entry' && typeof value === 'string') return <EntryLink entry={value} />;
  if (name === 'run' && typeof value === 'number')
    return (
      <TextLink to="/runs/$id" params={{ id: String(value) }}>
        {text.runs.runTitle(value)}
      </TextLink>
    );
  return <Foreign value={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} most={400} mono />;
}
