import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconQuestionMark } from '@tabler/icons-react';
import type { Explanation, ToldMatch } from '../../dictionary/entry.schema.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import type { Question } from './ask.ts';
import css from './explain.module.css';
import { BlockingMark, MatchHelp, systemTitle } from './match-help.tsx';
import { NameIt } from './name-it.tsx';

/** A single message: the best entry open, those of other systems folded; or that nothing is known. */
export function OneAnswer(props: {
  explanation: Explanation;
  question: Question;
  withoutSystem: (question: Question) => void;
}) {
  const { explanation, question, withoutSystem } = props;
  const [best, ...others] = explanation.matches;
  if (best === undefined) return <Unknown question={question} withoutSystem={withoutSystem} />;
  return (
    <>
      {others.length > 0 && <p className={css.dim}>{text.dictionary.explain.several}</p>}
      <article className={css.card}>
        <MatchHead match={best} />
        <MatchHelp match={best} />
      </article>
      {others.map((match) => (
        <Folded key={match.entry + match.message} match={match} />
      ))}
    </>
  );
}

function MatchHead({ match }: { match: ToldMatch }) {
  return (
    <header className={css.head}>
      <span className={css.system}>{systemTitle(match.system)}</span>
      <h2 className={css.title}>
        <TextLink to="/dictionary/$entry" params={{ entry: match.entry }}>
          {match.title}
        </TextLink>
      </h2>
      <BlockingMark blocking={match.blocking} />
    </header>
  );
}

function Folded({ match }: { match: ToldMatch }) {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <article className={css.card}>
      <button type="button" className={css.toggle} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={14} aria-hidden />
        {text.dictionary.explain.otherSystem(systemTitle(match.system), match.title)}
      </button>
      <Collapse expanded={open}>
        <div className={css.folded}>
          <MatchHead match={match} />
          <MatchHelp match={match} />
        </div>
      </Collapse>
    </article>
  );
}

function Unknown(props: { question: Question; withoutSystem: (question: Question) => void }) {
  const { question, withoutSystem } = props;
  const words = text.dictionary.unknownOne;
  const kept = useCan('dictionary.read');
  const mayName = useCan('dictionary.write');
  const { system } = question;
  return (
    <EmptyState
      icon={IconQuestionMark}
      title={words.title}
      action={
        <>
          {mayName && <NameIt message={question.text} system={system} />}
          {system !== undefined && (
            <Button variant="default" onClick={() => withoutSystem(question)}>
              {words.anyTry}
            </Button>
          )}
        </>
      }
    >
      <p>{system === undefined ? words.anySystem : words.withSystem(systemTitle(system))}</p>
      <div>
        <h3 className={css.small}>{words.stepsTitle}</h3>
        <ol className={css.steps}>
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <p>{mayName ? words.nameHelp : words.ask}</p>
      {kept && (
        <p>
          {words.kept}{' '}
          <TextLink to="/unknown" underline="always">
            {words.seeAll}
          </TextLink>
        </p>
      )}
    </EmptyState>
  );
}
