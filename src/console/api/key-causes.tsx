import { useQuery } from '@tanstack/react-query';
import type { KeyCause, KeyRefused } from '../../rostering/roster/roster.schema.ts';
import { SubjectLinks } from '../rostering/subject-links.tsx';
import { RawMessage } from '../runs/raw-message.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help, OwnerMark } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { FramedList, UnfoldingItem } from '../shell/unfolding-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './api.module.css';
import { keyCausesQuery } from './key-queries.ts';

/** What was refused of a key's records, by what must be changed, with the help and the newest of them. */
export function KeyCauses({ id, day }: { id: string; day: string | undefined }) {
  const causes = useQuery(keyCausesQuery(id, day));
  return (
    <section>
      <h2 className={css.heading}>{text.keySent.causes}</h2>
      <PageStates
        asked={causes}
        isEmpty={(answer) => answer.causes.length === 0}
        empty={<p className={css.dim}>{text.keySent.noCauses}</p>}
      >
        {(answer) => (
          <>
            <p className={css.dim}>
              {text.keySent.sum(
                answer.causes.length,
                answer.causes.reduce((sum, cause) => sum + cause.count, 0),
              )}
            </p>
            <FramedList>
              {answer.causes.map((cause) => (
                <Cause key={`${cause.explained.entry} ${cause.kind} ${cause.outcome}`} cause={cause} />
              ))}
            </FramedList>
          </>
        )}
      </PageStates>
    </section>
  );
}

function Cause({ cause }: { cause: KeyCause }) {
  const { explained, count, kind, outcome, records } = cause;
  return (
    <UnfoldingItem
      count={
        <>
          <strong>{text.number(count)}</strong> <span>{text.kinds(kind, count)}</span>
        </>
      }
      title={explained.title}
      marks={
        <>
          <StateMark state={stateOfOutcome[outcome]} />
          <OwnerMark owner={explained.owner} />
        </>
      }
      button={text.causes.howToFix}
    >
      {(open) => (
        <>
          <Help
            meaning={explained.meaning}
            owner={explained.owner}
            steps={explained.steps}
            next={text.retryRequest[explained.retry]}
            prevention={explained.prevention}
          />
          <RawMessage message={explained.message} entry={explained.entry} />
          {open && (
            <div>
              <h4 className={css.small}>{text.keySent.newest}</h4>
              <ul className={css.records}>
                {records.map((record) => (
                  <li key={`${record.run} ${record.key} ${record.message}`}>
                    <Refused record={record} cause={cause} />
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
    </UnfoldingItem>
  );
}

function Refused({ record, cause }: { record: KeyRefused; cause: KeyCause }) {
  const mayRead = useCan('runs.read');
  const { key, kind, run, at, open } = record;
  const search = { tab: 'records', outcome: cause.outcome, kind, entry: cause.explained.entry, q: key } as const;
  return (
    <>
      <span className={css.key}>
        {mayRead ? (
          <TextLink to="/runs/$id" params={{ id: String(run) }} search={search}>
            <Foreign value={key} most={80} />
          </TextLink>
        ) : (
          <Foreign value={key} most={80} />
        )}
      </span>
      <StateMark
        state={open ? stateOfOutcome[cause.outcome] : 'synced'}
        word={open ? text.keySent.stillOpen : text.keySent.mended}
      />
      <When at={at} />
      <SubjectLinks run={run} kind={kind} recordKey={key} />
    </>
  );
}
