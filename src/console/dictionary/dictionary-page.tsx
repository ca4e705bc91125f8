import { IconBook } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Entry, SystemId } from '../../dictionary/entry.schema.ts';
import { systems } from '../../dictionary/systems.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { OwnerMark } from '../shell/help.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { type Book, isOwn, search as searchIn } from './book.ts';
import css from './dictionary.module.css';
import { useBook } from './dictionary-queries.ts';
import { asSystem, SystemSelect, systemsByKind } from './system-select.tsx';
import { Wording } from './wording.tsx';

const words = text.dictionary.browse;

/** All that Hallpass can explain: the systems, and every entry by words. */
export function DictionaryPage() {
  const search = useSearch({ from: '/frame/dictionary' });
  const system = asSystem(search.system);
  const book = useBook();
  const mayRead = useCan('dictionary.read');
  return (
    <>
      <PageHead
        title={system === undefined ? words.title : systems[system].title}
        lead={system === undefined ? words.lead : systems[system].about}
        up={system === undefined ? undefined : <TextLink to="/dictionary">{words.title}</TextLink>}
        actions={
          <>
            {mayRead && (
              <ButtonLink to="/own-entries" variant="default">
                {words.ownEntries}
              </ButtonLink>
            )}
            <ButtonLink to="/explain">{text.dictionary.explain.title}</ButtonLink>
          </>
        }
      />
      <Filters />
      <PageStates asked={book}>
        {(all) =>
          search.q === undefined && system === undefined ? (
            <Systems book={all} />
          ) : (
            <Found key={`${system} ${search.q}`} book={all} system={system} q={search.q ?? ''} />
          )
        }
      </PageStates>
    </>
  );
}

function Filters() {
  const search = useSearch({ from: '/frame/dictionary' });
  const navigate = useNavigate({ from: '/dictionary' });
  const change = (part: 'q' | 'system', value: string | undefined) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        ...(value === undefined || value === '' ? {} : { [part]: value }),
      }),
      replace: part === 'q',
    });
  return (
    <div className={css.filters}>
      <SearchField label={words.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <SystemSelect
        size="xs"
        width={220}
        value={asSystem(search.system)}
        onChange={(system) => change('system', system)}
      />
    </div>
  );
}

function Systems({ book }: { book: Book }) {
  return (
    <div className={css.kinds}>
      {systemsByKind.map(({ kind, title, systems: ids }) => (
        <section key={kind}>
          <h2 className={css.heading}>{title}</h2>
          <ul className={css.systems}>
            {ids.map((id) => (
              <li key={id} className={css.system}>
                <Link to="/dictionary" search={{ system: id }} className={css.systemLink ?? ''} {...rowOpen}>
                  <strong>{systems[id].title}</strong>
                  <span className={css.dim}>{words.entries(book.bySystem.get(id)?.length ?? 0)}</span>
                </Link>
                {book.builtIn.guideSystems.includes(id) && (
                  <TextLink
                    to="/guides/$system"
                    params={{ system: id }}
                    className={css.small ?? ''}
                    aria-label={words.guideOf(systems[id].title)}
                  >
                    {words.guide}
                  </TextLink>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const columns: readonly Column<Entry>[] = [
  {
    id: 'title',
    head: words.columns.title,
    width: '32%',
    cell: (entry) => (
      <span className={css.two}>
        <Link to="/dictionary/$entry" params={{ entry: entry.entry }} className={css.open ?? ''} {...rowOpen}>
          <Wording words={entry.title} />
        </Link>
        {isOwn(entry.entry) && <span className={css.dim}>{words.own}</span>}
      </span>
    ),
  },
  { id: 'system', head: words.columns.system, width: '15%', cell: (entry) => systems[entry.system].title },
  {
    id: 'message',
    head: words.columns.message,
    bare: true,
    cell: (entry) => (
      <span className={css.clamped}>
        <Wording words={entry.message} />
      </span>
    ),
  },
  {
    id: 'owner',
    head: words.columns.owner,
    width: '190px',
    cell: (entry) => (entry.causes[0] === undefined ? null : <OwnerMark owner={entry.causes[0].owner} />),
  },
];

const atOnce = 60;

function Found({ book, system, q }: { book: Book; system: SystemId | undefined; q: string }) {
  const [shown, setShown] = useState(atOnce);
  const found = findIn(book, system, q);
  if (found.length === 0)
    return (
      <EmptyState
        icon={IconBook}
        title={words.none}
        action={<ButtonLink to="/explain">{text.dictionary.explain.title}</ButtonLink>}
      >
        <p>{words.noneHelp}</p>
      </EmptyState>
    );
  return (
    <>
      {system !== undefined && book.builtIn.guideSystems.includes(system) && (
        <p className={css.line}>
          <TextLink to="/guides/$system" params={{ system }}>
            {words.guideOf(systems[system].title)}
          </TextLink>
        </p>
      )}
      <RecordList
        label={words.title}
        columns={system === undefined ? columns : columns.filter(({ id }) => id !== 'system')}
        rows={found.slice(0, shown)}
        rowId={(entry) => entry.entry}
        foot={words.shown(Math.min(shown, found.length), found.length)}
        more={{ has: found.length > shown, loading: false, load: () => setShown(shown + atOnce) }}
      />
    </>
  );
}

/** By words; and where somebody searches for a whole message, what it is. */
function findIn({ builtIn, entries, bySystem }: Book, system: SystemId | undefined, q: string): readonly Entry[] {
  const all = system === undefined ? entries : (bySystem.get(system) ?? []);
  const found = searchIn(all, q);
  if (found.length > 0 || q === '') return found;
  return builtIn
    .makeMatcher(all)
    .match({ message: q, system })
    .map(({ entry }) => entry);
}
