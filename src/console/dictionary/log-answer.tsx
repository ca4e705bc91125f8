import { Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import type { LogExplanation } from '../../dictionary/error-log.model.ts';
import { Foreign } from '../shell/foreign.tsx';
import { OwnerMark } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { FramedList, UnfoldButton } from '../shell/unfolding-list.tsx';
import { text } from '../text/text.ts';
import css from './log-answer.module.css';
import { BlockingMark, MatchHelp, systemTitle } from './match-help.tsx';
import { NameIt } from './name-it.tsx';

type Group = LogExplanation['groups'][number];

/** A whole log: its causes, the largest first, each with its entries; then what nobody knows. */
export function LogAnswer({ log, system }: { log: LogExplanation; system: SystemId | undefined }) {
  const causes = byCause(log.groups);
  const unknown = log.unknown.reduce((sum, { count }) => sum + count, 0);
  if (log.total === 0) return <p className={css.dim}>{text.dictionary.log.nothing}</p>;
  return (
    <>
      <p className={css.sum}>{text.dictionary.log.sum(log.total, causes.length, unknown)}</p>
      {causes.length > 0 && (
        <FramedList label={text.dictionary.log.causes}>
          {causes.map((one) => (
            <li key={one.cause}>
              <Cause {...one} total={log.total} />
            </li>
          ))}
        </FramedList>
      )}
      {log.unknown.length > 0 && <Unknown log={log} system={system} count={unknown} />}
    </>
  );
}

interface CauseOfLog {
  cause: string;
  title: string;
  count: number;
  groups: readonly Group[];
}

function byCause(groups: readonly Group[]): readonly CauseOfLog[] {
  const causes = [...Map.groupBy(groups, ({ match }) => match.cause)].map(([cause, its]) => ({
    cause,
    title: its[0]?.match.causeTitle ?? cause,
    count: its.reduce((sum, { count }) => sum + count, 0),
    groups: its,
  }));
  return causes.toSorted((one, other) => other.count - one.count);
}

function Cause({ cause, title, count, groups, total }: CauseOfLog & { total: number }) {
  return (
    <section className={css.cause}>
      <div className={css.head}>
        <strong className={css.count}>{text.number(count)}</strong>
        <h2 className={css.title}>
          <TextLink to="/causes/$cause" params={{ cause }}>
            {title}
          </TextLink>
        </h2>
        <Bar count={count} total={total} />
      </div>
      <ul className={css.groups}>
        {groups.map((group) => (
          <li key={group.match.entry + group.match.message}>
            <Entry group={group} total={total} alone={groups.length === 1} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Bar({ count, total }: { count: number; total: number }) {
  return (
    <span className={css.bar} role="img" aria-label={text.dictionary.log.share(count, total)}>
      <span style={{ inlineSize: `${Math.max(1, (100 * count) / total)}%` }} />
    </span>
  );
}

/** Where it is the only one of its cause, the bar stands there already. */
function Entry({ group: { match, count, lines }, total, alone }: { group: Group; total: number; alone: boolean }) {
  const [open, { toggle }] = useDisclosure(false);
  const owner = match.causes[0]?.owner;
  return (
    <article>
      <div className={css.entry}>
        <span className={css.count}>{text.number(count)}</span>
        <div className={css.words}>
          <span>{text.dictionary.systemEntry(systemTitle(match.system), match.title)}</span>
          <span className={css.marks}>
            {owner !== undefined && <OwnerMark owner={owner} />}
            <BlockingMark blocking={match.blocking} />
          </span>
        </div>
        {!alone && <Bar count={count} total={total} />}
        <UnfoldButton open={open} toggle={toggle}>
          {text.dictionary.log.howTo}
        </UnfoldButton>
      </div>
      <Collapse expanded={open}>
        <div className={css.help}>
          <Lines lines={lines} count={count} />
          <MatchHelp match={match} />
        </div>
      </Collapse>
    </article>
  );
}

function Lines({ lines, count }: { lines: readonly number[]; count: number }) {
  return (
    <p className={css.dim}>
      <Foreign value={text.dictionary.log.line(lines, count)} most={200} />
    </p>
  );
}

function Unknown({ log, system, count }: { log: LogExplanation; system: SystemId | undefined; count: number }) {
  const mayName = useCan('dictionary.write');
  return (
    <section>
      <h2 className={css.heading}>{text.dictionary.log.unknown(count)}</h2>
      <p className={css.unknownHelp}>{text.dictionary.log.unknownHelp}</p>
      <FramedList>
        {log.unknown.slice(0, mostUnknown).map((one) => (
          <li key={one.message} className={css.unknown}>
            <span className={css.count}>{text.number(one.count)}</span>
            <div className={css.words}>
              <Foreign value={one.message} most={240} mono />
              <Lines lines={one.lines} count={one.count} />
            </div>
            {mayName && <NameIt message={one.message} system={system} />}
          </li>
        ))}
      </FramedList>
    </section>
  );
}

const mostUnknown = 50;
