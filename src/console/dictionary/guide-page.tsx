import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import type { Guide, GuideEntry } from '../../dictionary/guide.model.ts';
import { systems } from '../../dictionary/systems.ts';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';
import type { Book } from './book.ts';
import { Causes, LostAndRetry } from './cause-help.tsx';
import { useBook } from './dictionary-queries.ts';
import { Glossary } from './glossary.tsx';
import css from './guide.module.css';
import { BlockingMark } from './match-help.tsx';
import { asSystem } from './system-select.tsx';
import { Wording } from './wording.tsx';

const words = text.dictionary.guide;

/** The reference guide of a system, to read and to print. */
export function GuidePage() {
  const { system: name } = useParams({ from: '/frame/guides/$system' });
  const system = asSystem(name);
  const book = useBook();
  return (
    <PageStates asked={book}>
      {(all) =>
        system !== undefined && all.builtIn.guideSystems.includes(system) ? (
          <ReadyGuide book={all} system={system} />
        ) : (
          <NotFound />
        )
      }
    </PageStates>
  );
}

function ReadyGuide({ book, system }: { book: Book; system: SystemId }) {
  const { district } = useSession();
  const guide = useMemo(() => book.builtIn.guideOf(system, book.entries), [book, system]);
  return (
    <div className={css.guide}>
      <p className={css.printed}>{words.printed(today(district.timeZone))}</p>
      <PageHead
        title={words.title(guide.title)}
        up={
          <TextLink to="/dictionary" search={{ system }}>
            {systems[system].title}
          </TextLink>
        }
        lead={guide.about}
        actions={
          <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={() => window.print()}>
            {words.print}
          </Button>
        }
      />
      <Contents guide={guide} />
      {guide.sections.map(({ title, entries }) => (
        <section key={title} className={css.section}>
          <h2 className={css.sectionTitle}>{title}</h2>
          {entries.map((entry) => (
            <EntryOfGuide key={entry.entry} entry={entry} />
          ))}
        </section>
      ))}
      <Foot guide={guide} />
    </div>
  );
}

const today = (timeZone: string) => new Intl.DateTimeFormat(text.language, { dateStyle: 'long', timeZone }).format();

function Contents({ guide }: { guide: Guide }) {
  return (
    <nav className={css.contents} aria-label={words.contents}>
      <h2 className={css.name}>{words.contents}</h2>
      <ul>
        {guide.sections.flatMap(({ entries }) =>
          entries.map(({ entry, title }) => (
            <li key={entry}>
              <a href={`#${entry}`}>{title}</a>
            </li>
          )),
        )}
      </ul>
    </nav>
  );
}

function EntryOfGuide({ entry }: { entry: GuideEntry }) {
  return (
    <article id={entry.entry} className={css.entry}>
      <h3 className={css.title}>
        <TextLink to="/dictionary/$entry" params={{ entry: entry.entry }}>
          {entry.title}
        </TextLink>
      </h3>
      {entry.sayings.map((saying) => (
        <div key={saying.message} className={css.saying}>
          <p className={css.message}>
            <Wording words={saying.message} />
          </p>
          <BlockingMark blocking={saying.blocking} />
          <Causes causes={saying.causes} />
          <LostAndRetry system={saying.system} told={saying} />
        </div>
      ))}
      {entry.source !== null && <p className={css.source}>{words.source(entry.source)}</p>}
    </article>
  );
}

function Foot({ guide }: { guide: Guide }) {
  return (
    <footer className={css.foot}>
      <p>{guide.unlisted}</p>
      {guide.see.length > 0 && (
        <p className={css.also}>
          <span>{words.see}</span>
          {guide.see.map(({ system, title }) => (
            <TextLink key={system} to="/guides/$system" params={{ system }}>
              {title}
            </TextLink>
          ))}
        </p>
      )}
      {guide.words.length > 0 && (
        <section>
          <h2 className={css.sectionTitle}>{text.dictionary.words}</h2>
          <Glossary words={guide.words} />
        </section>
      )}
    </footer>
  );
}
