import { IconListSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../shell/empty-state.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { text } from '../text/text.ts';
import { type Book, type CanonicalCause, causesByTopic } from './book.ts';
import css from './dictionary.module.css';
import { useBook } from './dictionary-queries.ts';

const words = text.dictionary.causes;

/** Every canonical cause, by what it is about. */
export function CausesPage() {
  const { q = '' } = useSearch({ from: '/frame/causes' });
  const navigate = useNavigate({ from: '/causes' });
  const book = useBook();
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className={css.filters}>
        <SearchField
          label={words.search}
          value={q}
          onSearch={(typed) => void navigate({ search: typed === '' ? {} : { q: typed }, replace: true })}
        />
      </div>
      <PageStates asked={book}>{(all) => <Topics book={all} q={q} />}</PageStates>
    </>
  );
}

function Topics({ book, q }: { book: Book; q: string }) {
  const wanted = q.toLowerCase().split(/\s+/);
  const fits = ({ cause, title, meaning }: CanonicalCause) => {
    const all = `${cause} ${title} ${meaning}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  };
  const topics = causesByTopic(book)
    .map(({ title, causes }) => ({ title, causes: causes.filter(fits) }))
    .filter(({ causes }) => causes.length > 0);
  if (topics.length === 0)
    return (
      <EmptyState icon={IconListSearch} title={words.none}>
        <p>{words.noneHelp}</p>
      </EmptyState>
    );
  return (
    <div className={css.stack}>
      <nav className={css.topics} aria-label={words.topics}>
        {topics.map(({ title }) => (
          <a key={title} href={`#${anchorOf(title)}`}>
            {title}
          </a>
        ))}
      </nav>
      {topics.map(({ title, causes }) => (
        <section key={title} id={anchorOf(title)} className={css.topic}>
          <h2 className={css.heading}>{title}</h2>
          <ul className={css.causes}>
            {causes.map((one) => (
              <li key={one.cause}>
                <TextLink to="/causes/$cause" params={{ cause: one.cause }} {...rowOpen}>
                  {one.title}
                </TextLink>
                <span className={css.dim}>{words.systems(one.systems)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const anchorOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
