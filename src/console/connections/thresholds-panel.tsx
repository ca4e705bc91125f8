import { NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import type { Operation, Phase, Threshold } from '../../runs/threshold.schema.ts';
import { schoolQuery } from '../rostering/school-queries.ts';
import { SchoolSelect } from '../rostering/school-select.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { SetList } from './set-list.tsx';

const words = text.connections.thresholds;
type Kind = NonNullable<Threshold['kind']>;
type Place = keyof typeof words.places;
const kinds: readonly Kind[] = ['org', 'academicSession', 'course', 'class', 'user', 'role', 'enrollment'];
const eachSchool = '*';

interface Draft {
  operation: Operation;
  kind: Kind | null;
  place: Place;
  school: string | null;
  schoolName: string | null;
  phase: Phase | null;
  waits: keyof typeof words.ways;
  count: number | string;
  percent: number | string;
}
const emptyOf = ({ count, percent }: ConnectionView['usualThreshold']): Draft => ({
  operation: 'delete',
  kind: null,
  place: 'all',
  school: null,
  schoolName: null,
  phase: null,
  waits: 'above',
  count,
  percent,
});

/** From when on changes of many records wait for a person. */
export function ThresholdsPanel({ connection }: { connection: ConnectionView }) {
  const { usualThreshold: usual } = connection;
  return (
    <SetList<Threshold, Threshold, Draft>
      connection={connection}
      words={{ ...words, help: words.help(usual.count, usual.percent) }}
      items={connection.thresholds}
      line={(rule) => <Said rule={rule} />}
      listsOf={(thresholds) => ({ thresholds: [...thresholds] })}
      form={{ empty: emptyOf(usual), made, fields: (draft, put) => <Fields draft={draft} put={put} /> }}
    />
  );
}

function made({ operation, kind, place, school, phase, waits, count, percent }: Draft) {
  if (place === 'one' && school === null) return { wrong: words.noSchool };
  const which = place === 'each' ? eachSchool : place === 'one' ? school : null;
  const item: Threshold = {
    operation,
    ...(kind === null ? {} : { kind }),
    ...(which === null ? {} : { school: which }),
    ...(phase === null ? {} : { phase }),
    above: waits === 'never' ? null : { count: Number(count), percent: Number(percent) },
  };
  return { item };
}

function Said({ rule }: { rule: Threshold }) {
  const { operation, kind, school, phase, above } = rule;
  const which = words.of[operation](kind === undefined ? words.eachKind : text.kinds(kind, 2));
  return (
    <>
      <span>{above === null ? words.never(which) : words.wait(which, above.count, above.percent)}</span>
      <span className={css.dim}>
        {school === undefined ? words.places.all : school === eachSchool ? words.places.each : <School id={school} />}
        {' · '}
        {phase === undefined ? words.anyTime : words.phases[phase]}
      </span>
    </>
  );
}

function School({ id }: { id: string }) {
  const mayRead = useCan('schools.read');
  const school = useQuery({ ...schoolQuery(id), enabled: mayRead });
  return <bdi>{school.data?.name ?? id}</bdi>;
}

const choices = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

function Fields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  const maySeeSchools = useCan('schools.read');
  const places = choices(words.places).filter(({ value }) => maySeeSchools || value !== 'one');
  return (
    <>
      <Select
        label={words.operation}
        data={choices(words.operations)}
        allowDeselect={false}
        value={draft.operation}
        onChange={(operation) => put({ operation: (operation ?? 'delete') as Operation })}
        data-autofocus
      />
      <Select
        label={words.kind}
        placeholder={words.eachKind}
        data={kinds.map((kind) => ({ value: kind, label: text.kinds(kind, 2) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={draft.kind}
        onChange={(kind) => put({ kind: kind as Kind | null })}
      />
      <Select
        label={words.where}
        data={places}
        allowDeselect={false}
        value={draft.place}
        onChange={(place) => put({ place: (place ?? 'all') as Place })}
      />
      {draft.place === 'one' && (
        <SchoolSelect
          label={words.school}
          placeholder={words.anySchool}
          value={draft.school}
          name={draft.schoolName}
          onChange={(school, schoolName) => put({ school, schoolName })}
        />
      )}
      <Select
        label={words.phase}
        placeholder={words.anyTime}
        data={choices(words.phases)}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={draft.phase}
        onChange={(phase) => put({ phase: phase as Phase | null })}
      />
      <WaitFields draft={draft} put={put} />
    </>
  );
}

function WaitFields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  return (
    <>
      <Select
        label={words.waits}
        data={choices(words.ways)}
        allowDeselect={false}
        value={draft.waits}
        onChange={(waits) => put({ waits: (waits ?? 'above') as Draft['waits'] })}
      />
      {draft.waits === 'above' && (
        <>
          <NumberInput
            label={words.count}
            required
            min={0}
            allowDecimal={false}
            thousandSeparator
            value={draft.count}
            onChange={(count) => put({ count })}
          />
          <NumberInput
            label={words.percent}
            required
            min={0}
            max={10_000}
            suffix="%"
            value={draft.percent}
            onChange={(percent) => put({ percent })}
          />
        </>
      )}
    </>
  );
}
