import { Group } from '@mantine/core';
import type { OutcomeView } from '../../runs/run.schema.ts';
import { PassportLink } from '../passport/passport-link.tsx';
import { SubjectLinks } from '../rostering/subject-links.tsx';
import { Copyable } from '../shell/copyable.tsx';
import { Facts } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help } from '../shell/help.tsx';
import { text } from '../text/text.ts';
import css from './outcome-detail.module.css';
import { RawMessage } from './raw-message.tsx';
import { lostWith, nextOf } from './told.ts';

/** One record unfolded: where it was read, what stood there, what it means, who fixes it, what happens next. `ofRecord`: it stands on the page of the record. */
export function OutcomeDetail(props: { row: OutcomeView; run: number; ofRecord?: boolean }) {
  const { row, run, ofRecord = false } = props;
  const { explained } = row;
  return (
    <div className={css.detail}>
      <Facts facts={factsOf(row)} />
      {!ofRecord && (
        <Group gap="md">
          <PassportLink named={{ run, kind: row.kind, key: row.key }} />
          <SubjectLinks run={run} kind={row.kind} recordKey={row.key} />
        </Group>
      )}
      {explained === null ? (
        <p className={css.plain}>{text.outcomes.meaning[row.outcome]}</p>
      ) : (
        <>
          <Help
            meaning={explained.meaning}
            owner={explained.owner}
            steps={explained.steps}
            lost={lostWith(row.outcome, explained)}
            next={nextOf(row.outcome, explained, row.waitsFor)}
            prevention={explained.prevention}
          />
          <RawMessage message={explained.message} entry={explained.entry} />
        </>
      )}
    </div>
  );
}

function factsOf(row: OutcomeView): [string, React.ReactNode][] {
  const facts: [string, React.ReactNode][] = [
    [
      text.records.key,
      row.key.length > 120 ? (
        <Foreign key="key" value={row.key} mono />
      ) : (
        <Copyable key="key" value={row.key} name={text.records.key} />
      ),
    ],
  ];
  if (row.file !== null)
    facts.push([
      text.records.columns.where,
      <Foreign key="file" value={row.line === null ? row.file : text.records.fileLine(row.file, row.line)} mono />,
    ]);
  if (row.column !== null) facts.push([text.records.column, <Foreign key="column" value={row.column} mono />]);
  if (row.value !== null)
    facts.push([
      text.records.value,
      row.value === '' ? text.records.empty : <Foreign key="value" value={row.value} mono />,
    ]);
  if (row.expected !== null) facts.push([text.records.expected, <Foreign key="expected" value={row.expected} />]);
  if (row.waitsFor !== null)
    facts.push([
      text.records.waits,
      <Foreign key="waits" value={`${text.kinds(row.waitsFor.kind, 1)} ${row.waitsFor.key}`} />,
    ]);
  return facts;
}
