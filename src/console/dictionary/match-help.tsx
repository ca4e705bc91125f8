import { IconBan, IconInfoCircle } from '@tabler/icons-react';
import type { ToldMatch } from '../../dictionary/entry.schema.ts';
import { wordsOfMatch } from '../../dictionary/glossary.model.ts';
import { systems } from '../../dictionary/systems.ts';
import { CopyAction } from '../shell/copyable.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Facts } from '../shell/facts.tsx';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import { Causes, LostAndRetry } from './cause-help.tsx';
import { Glossary } from './glossary.tsx';
import css from './match-help.module.css';
import { Wording } from './wording.tsx';

/** A message explained: its words with the facts in them, every cause, and where it is known from. */
export function MatchHelp({ match }: { match: ToldMatch }) {
  return (
    <div className={css.match}>
      <Message message={match.message} facts={match.facts} />
      {match.cut && <p className={css.dim}>{text.dictionary.cut}</p>}
      <Causes causes={match.causes} />
      <LostAndRetry system={match.system} told={match} />
      <WordsOf match={match} />
      <Facts facts={originOf(match)} />
    </div>
  );
}

/** The words of an explanation that not everybody knows, for whoever opens them. */
function WordsOf({ match }: { match: ToldMatch }) {
  const words = wordsOfMatch(match);
  if (words.length === 0) return null;
  return (
    <details>
      <summary className={css.dim}>{text.dictionary.words}</summary>
      <Glossary words={words} />
    </details>
  );
}

/** The wording in a box, copyable with the facts filled in. */
export function Message({ message, facts }: { message: string; facts?: Readonly<Record<string, string>> }) {
  const copied = message.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => facts?.[name] ?? whole);
  return (
    <div className={css.box}>
      <p className={css.message}>
        <Wording words={message} {...(facts === undefined ? {} : { facts })} />
      </p>
      <CopyAction value={copied} name={text.dictionary.entry.copyMessage} />
    </div>
  );
}

function originOf({ entry, cause, causeTitle, source }: ToldMatch): [string, React.ReactNode][] {
  const facts: [string, React.ReactNode][] = [
    [
      text.dictionary.cause,
      <TextLink key="cause" to="/causes/$cause" params={{ cause }}>
        {causeTitle}
      </TextLink>,
    ],
    [text.problem.entry, <EntryLink key="entry" entry={entry} />],
  ];
  if (source !== null) facts.push([text.dictionary.source, source]);
  return facts;
}

export const systemTitle = (system: ToldMatch['system']): string => systems[system].title;

/** Whether a message stops its record or only tells something. */
export function BlockingMark({ blocking }: { blocking: boolean }) {
  const Icon = blocking ? IconBan : IconInfoCircle;
  return (
    <span className={css.mark} data-blocking={blocking || undefined}>
      <Icon size={14} aria-hidden />
      {blocking ? text.dictionary.blocking.yes : text.dictionary.blocking.no}
    </span>
  );
}
