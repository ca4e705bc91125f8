import { useParams } from '@tanstack/react-router';
import type { Entry } from '../../dictionary/entry.schema.ts';
import { systems } from '../../dictionary/systems.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts } from '../shell/facts.tsx';
import { OwnerMark } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { rowOpen } from '../shell/record-list.tsx';
import { text } from '../text/text.ts';
import { type Book, causeTitle, isCanonical } from './book.ts';
import css from './dictionary.module.css';
import { useBook } from './dictionary-queries.ts';
import { BlockingMark } from './match-help.tsx';
import { Wording } from './wording.tsx';

const words = text.dictionary.causes;

/** One canonical cause, and how each system says it. */
export function CausePage() {
  const { cause } = useParams({ from: '/frame/causes/$cause' });
  const book = useBook();
  return (
    <PageStates asked={book}>
      {(all) => {
        const entries = all.byCause.get(cause) ?? [];
        const isKnown = isCanonical(all, cause) || entries.length > 0;
        return isKnown ? <ReadyCause book={all} cause={cause} entries={entries} /> : <NotFound />;
      }}
    </PageStates>
  );
}

function ReadyCause({ book, cause, entries }: { book: Book; cause: string; entries: readonly Entry[] }) {
  const said = entries.flatMap((entry) =>
    [entry, ...(entry.also ?? [])].filter((saying) => saying.cause === cause).map((saying) => ({ entry, saying })),
  );
  return (
    <>
      <PageHead
        title={causeTitle(book, cause)}
        up={<TextLink to="/causes">{words.title}</TextLink>}
        lead={book.builtIn.causes[cause]?.meaning}
      />
      <div className={css.stack}>
        <Facts facts={[[text.dictionary.cause, <Copyable key="cause" value={cause} name={text.dictionary.cause} />]]} />
        <section>
          <h2 className={css.heading}>{words.said}</h2>
          <p className={css.line}>{said.length === 0 ? words.unused : words.saidHelp}</p>
          <ul className={css.saidList}>
            {said.map(({ entry, saying }) => (
              <li key={`${entry.entry} ${saying.message}`} className={css.said}>
                <span className={css.saidHead}>
                  <strong>{systems[entry.system].title}</strong>
                  <TextLink to="/dictionary/$entry" params={{ entry: entry.entry }} {...rowOpen}>
                    {entry.title}
                  </TextLink>
                </span>
                <span className={css.mono}>
                  <Wording words={saying.message} />
                </span>
                <span className={css.saidHead}>
                  {saying.causes[0] !== undefined && <OwnerMark owner={saying.causes[0].owner} />}
                  <BlockingMark blocking={saying.blocking} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}
