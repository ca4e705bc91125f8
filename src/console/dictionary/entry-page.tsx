import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Entry, Saying, SystemId } from '../../dictionary/entry.schema.ts';
import { systems } from '../../dictionary/systems.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { HelpFact } from '../shell/help.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { Answers } from './answers.tsx';
import { type Book, causeTitle, isOwn, siblingsOf } from './book.ts';
import { Causes, LostAndRetry } from './cause-help.tsx';
import css from './dictionary.module.css';
import { useBook } from './dictionary-queries.ts';
import { BlockingMark, Message } from './match-help.tsx';
import { Wording } from './wording.tsx';

/** One entry: its messages, every cause, what other systems say, and whether the help helped. */
export function EntryPage() {
  const { entry: name } = useParams({ from: '/frame/dictionary/$entry' });
  const book = useBook();
  return (
    <PageStates asked={book}>
      {(all) => {
        const entry = all.byName.get(name);
        return entry === undefined ? <NotFound /> : <ReadyEntry book={all} entry={entry} />;
      }}
    </PageStates>
  );
}

function ReadyEntry({ book, entry }: { book: Book; entry: Entry }) {
  const mayWrite = useCan('dictionary.write');
  const mayRead = useCan('dictionary.read');
  const sayings: readonly Saying[] = [entry, ...(entry.also ?? [])];
  const own = isOwn(entry.entry);
  return (
    <>
      <PageHead
        title={entry.title}
        up={
          <TextLink to="/dictionary" search={{ system: entry.system }}>
            {systems[entry.system].title}
          </TextLink>
        }
        mark={<BlockingMark blocking={entry.blocking} />}
        actions={
          own &&
          mayWrite && (
            <ButtonLink to="/own-entries/$entry" params={{ entry: entry.entry }} variant="default">
              {text.dictionary.entry.edit}
            </ButtonLink>
          )
        }
      />
      <div className={css.stack}>
        <Facts facts={factsOf(entry)} />
        <Panel title={text.dictionary.entry.messages(sayings.length)}>
          {sayings.map((saying) => (
            <SayingHelp key={saying.message} book={book} saying={saying} system={entry.system} />
          ))}
        </Panel>
        {mayRead && <Answers entry={entry.entry} />}
        <Siblings book={book} entry={entry} />
      </div>
    </>
  );
}

function SayingHelp({ book, system, saying }: { book: Book; system: SystemId; saying: Saying }) {
  const { message, aliases = [], cause, causes } = saying;
  return (
    <div className={css.saying}>
      <Message message={message} />
      {aliases.length > 0 && (
        <HelpFact
          name={text.dictionary.entry.aliases}
          value={aliases.map((alias) => (
            <span key={alias} className={css.dim}>
              <Wording words={alias} />
              <br />
            </span>
          ))}
        />
      )}
      <Causes causes={causes} />
      <LostAndRetry system={system} told={saying} />
      <HelpFact
        name={text.dictionary.cause}
        value={
          <TextLink to="/causes/$cause" params={{ cause }}>
            {causeTitle(book, cause)}
          </TextLink>
        }
      />
    </div>
  );
}

function Siblings({ book, entry }: { book: Book; entry: Entry }) {
  const siblings = siblingsOf(book, entry);
  if (siblings.length === 0) return null;
  return (
    <Panel title={text.dictionary.entry.siblings}>
      <ul className={css.list}>
        {siblings.map((one) => (
          <li key={one.entry}>
            <TextLink to="/dictionary/$entry" params={{ entry: one.entry }}>
              {text.dictionary.systemEntry(systems[one.system].title, one.title)}
            </TextLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function factsOf(entry: Entry): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [text.problem.entry, <Copyable key="entry" value={entry.entry} name={text.problem.entry} />],
    [text.dictionary.system, systems[entry.system].title],
  ];
  if (entry.status !== undefined) facts.push([text.dictionary.status, String(entry.status)]);
  if (entry.code !== undefined) facts.push([text.dictionary.code, String(entry.code)]);
  if (isOwn(entry.entry)) facts.push([text.dictionary.source, text.dictionary.entry.own]);
  else if (entry.source !== undefined) facts.push([text.dictionary.source, entry.source]);
  return facts;
}
