import { Button, Checkbox } from '@mantine/core';
import { IconIdBadge2 } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { RekeyAnswer, RekeyGroup, RekeyPairView } from '../../school-year/rekey.schema.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { rekeyQuery, useConfirmRekey } from './school-year-queries.ts';

const words = text.schoolYear.rekey;

export function NewIdsPage() {
  const { id } = useParams({ from: '/frame/connections/$id/new-ids' });
  const asked = useQuery(rekeyQuery(id));
  return <PageStates asked={asked}>{(answer) => <Ready key={answer.digest} answer={answer} />}</PageStates>;
}

/** Pairs of chosen groups that somebody decided otherwise about, by their new keys. */
type Turned = ReadonlySet<string>;

function Ready({ answer }: { answer: RekeyAnswer }) {
  const { connection, groups, missing, fresh, lastRun, digest } = answer;
  const queryClient = useQueryClient();
  const mayWrite = useCan('school_year.write');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [turned, setTurned] = useState<Turned>(new Set());
  const [asking, setAsking] = useState(false);
  const [run, setRun] = useState<number | null>(null);
  const confirm = useConfirmRekey(connection.id, (no) => {
    setAsking(false);
    setRun(no);
    void queryClient.invalidateQueries({ queryKey: rekeyQuery(connection.id).queryKey });
  });
  const taken = groups.filter(({ id }) => chosen.has(id));
  const count = taken.reduce((sum, group) => sum + countOf(group, turned), 0);
  const turnedOf = (sure: boolean) =>
    taken.flatMap(({ pairs }) =>
      pairs.filter((one) => one.sure === sure && turned.has(one.newKey)).map(({ newKey }) => newKey),
    );
  return (
    <>
      <PageHead
        title={words.title}
        up={
          <TextLink to="/connections/$id" params={{ id: connection.id }}>
            <ForeignLine value={connection.name} />
          </TextLink>
        }
        lead={words.lead}
        actions={
          mayWrite &&
          groups.length > 0 && (
            <Button disabled={count === 0} onClick={() => setAsking(true)}>
              {words.action(count)}
            </Button>
          )
        }
      />
      <div className={css.wide}>
        {(run ?? lastRun) !== null && (
          <p className={css.plain}>
            <TextLink to="/runs/$id" params={{ id: String(run ?? lastRun) }}>
              {run === null ? words.last(lastRun ?? 0) : words.asked(run)}
            </TextLink>
          </p>
        )}
        <p className={css.dim}>
          {(['user', 'class'] as const)
            .map((kind) => words.counts(missing[kind], fresh[kind], text.kinds(kind, 2)))
            .join(' ')}
        </p>
        {groups.some(({ kind }) => kind === 'user') && groups.some(({ kind }) => kind === 'class') && (
          <p className={css.plain}>{words.people}</p>
        )}
        {groups.length === 0 && (
          <EmptyState icon={IconIdBadge2} title={words.none}>
            {words.noneHelp}
          </EmptyState>
        )}
        {groups.map((group) => (
          <Group
            key={group.id}
            group={group}
            chosen={chosen.has(group.id)}
            choose={() => setChosen(toggled(chosen, group.id))}
            turned={turned}
            turn={(key) => setTurned(toggled(turned, key))}
            mayWrite={mayWrite}
          />
        ))}
      </div>
      <TypedConfirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.dialog}
        word={words.word}
        action={words.action(count)}
        busy={confirm.isPending}
        problem={confirm.error}
        confirm={() =>
          confirm.mutate({
            digest,
            groups: taken.map(({ id }) => id),
            without: turnedOf(true),
            with: turnedOf(false),
          })
        }
      >
        <p className={css.plain}>{words.what(count)}</p>
      </TypedConfirm>
    </>
  );
}

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const after = new Set(set);
  if (!after.delete(one)) after.add(one);
  return after;
}

/** How many pairs of a group would be joined. */
const countOf = ({ sure, pairs }: RekeyGroup, turned: Turned) =>
  sure + pairs.reduce((sum, one) => sum + (turned.has(one.newKey) ? (one.sure ? -1 : 1) : 0), 0);

function Group(props: {
  group: RekeyGroup;
  chosen: boolean;
  choose: () => void;
  turned: Turned;
  turn: (key: string) => void;
  mayWrite: boolean;
}) {
  const { group, chosen, choose, turned, turn, mayWrite } = props;
  const name = words.groupOf(words.groups[group.kind], group.school.name === '' ? words.noSchool : group.school.name);
  const columns: readonly Column<RekeyPairView>[] = [
    ...(mayWrite
      ? [
          {
            id: 'join',
            head: words.columns.join,
            width: '92px',
            cell: (pair: RekeyPairView) => (
              <Checkbox
                size="xs"
                aria-label={words.same(pair.oldKey, pair.newKey)}
                checked={pair.sure !== turned.has(pair.newKey)}
                onChange={() => turn(pair.newKey)}
              />
            ),
          },
        ]
      : []),
    { id: 'was', head: words.columns.was, cell: ({ oldKey, oldName }) => <Named name={oldName} code={oldKey} /> },
    { id: 'is', head: words.columns.is, cell: ({ newKey, newName }) => <Named name={newName} code={newKey} /> },
    {
      id: 'why',
      head: words.columns.why,
      width: '30%',
      cell: ({ score, because }) => (
        <span className={css.two}>
          <span>{words.percent(score)}</span>
          <span className={css.dim}>{because.map((one) => words.because[one] ?? one).join(', ')}</span>
        </span>
      ),
    },
  ];
  return (
    <section className={css.group}>
      <div className={css.groupHead}>
        {mayWrite ? (
          <Checkbox checked={chosen} onChange={choose} label={<bdi>{name}</bdi>} aria-label={words.choose(name)} />
        ) : (
          <bdi>{name}</bdi>
        )}
        <span className={css.dim}>
          {[words.sure(group.sure), ...(group.unsure > 0 ? [words.unsure(group.unsure)] : [])].join(', ')}
        </span>
      </div>
      <RecordList
        label={name}
        columns={columns}
        rows={group.pairs}
        rowId={({ newKey }) => newKey}
        foot={group.sure + group.unsure > group.pairs.length ? words.first(group.pairs.length) : null}
      />
    </section>
  );
}

function Named({ name, code }: { name: string; code: string }) {
  return (
    <span className={css.two}>
      {name !== '' && <ForeignLine value={name} />}
      <bdi className={css.code}>{code}</bdi>
    </span>
  );
}
