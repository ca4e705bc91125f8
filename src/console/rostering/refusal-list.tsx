import type { RefusalView } from '../../rostering/roster/roster.schema.ts';
import { PassportLink } from '../passport/passport-link.tsx';
import { RawMessage } from '../runs/raw-message.tsx';
import { lostWith, nextOf } from '../runs/told.ts';
import { Facts } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { Help, OwnerMark } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { FramedList, UnfoldingItem } from '../shell/unfolding-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './refusal-list.module.css';

/** What stands refused of one user or course: what it means, who fixes it, the steps, and the way to its run. */
export function RefusalList({ refusals }: { refusals: readonly RefusalView[] }) {
  if (refusals.length === 0) return null;
  return (
    <section aria-label={text.roster.refused(refusals.length)}>
      <h2 className={css.title}>{text.roster.refused(refusals.length)}</h2>
      <p className={css.dim}>{text.roster.refusedHelp}</p>
      <FramedList>
        {refusals.map((refusal) => (
          <OpenRefusal key={`${refusal.connection.id} ${refusal.kind} ${refusal.key}`} refusal={refusal} />
        ))}
      </FramedList>
    </section>
  );
}

function OpenRefusal({ refusal }: { refusal: RefusalView }) {
  const { explained, outcome, kind, key, run, connection } = refusal;
  const pushed = connection.system === 'rostering';
  return (
    <UnfoldingItem
      title={explained.title}
      marks={
        <>
          <StateMark state={stateOfOutcome[outcome]} />
          <OwnerMark owner={explained.owner} />
          <When at={refusal.at} />
        </>
      }
      more={<Foreign value={text.roster.refusedKey(kind, key)} most={120} />}
      button={text.roster.howToFix}
    >
      {() => (
        <>
          <Help
            meaning={explained.meaning}
            owner={explained.owner}
            steps={explained.steps}
            next={pushed ? text.retryRequest[explained.retry] : nextOf(outcome, explained)}
            {...(pushed ? {} : { lost: lostWith(outcome, explained) })}
            prevention={explained.prevention}
          />
          <Facts
            facts={[
              [text.roster.sentBy, <ForeignLine key="by" value={connection.name} />],
              [text.roster.asked, <When key="at" at={refusal.at} />],
              [text.roster.since, <When key="since" at={refusal.since} />],
            ]}
          />
          <PassportLink named={{ run, kind, key }} />
          <RecordLink run={run} kind={kind} recordKey={key} outcome={outcome} />
          <RawMessage message={explained.message} entry={explained.entry} />
        </>
      )}
    </UnfoldingItem>
  );
}

function RecordLink(props: { run: number; kind: string; recordKey: string; outcome: RefusalView['outcome'] }) {
  const mayRead = useCan('runs.read');
  const { run, kind, recordKey, outcome } = props;
  if (!mayRead) return null;
  return (
    <span>
      <TextLink to="/runs/$id" params={{ id: String(run) }} search={{ tab: 'records', outcome, kind, q: recordKey }}>
        {text.roster.seeRecord}
      </TextLink>
    </span>
  );
}
