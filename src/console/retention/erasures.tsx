import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ErasureView } from '../../retention/erasure.schema.ts';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { AgainDialog } from './again-dialog.tsx';
import { Counts, Laters } from './counts.tsx';
import css from './retention.module.css';
import { erasuresQuery } from './retention-queries.ts';

const words = text.retention.erasures;

/** Who was forgotten: when, by whom it was asked, how much; never who. */
export function Erasures() {
  const erasures = useQuery(erasuresQuery);
  const mayErase = useCan('privacy.erase');
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <section>
      <div className={css.headRow}>
        <h2 className={css.heading}>{words.title}</h2>
        {mayErase && (
          <Button variant="default" size="xs" onClick={open}>
            {text.retention.again.open}
          </Button>
        )}
      </div>
      <PageStates
        asked={erasures}
        isEmpty={(answer) => answer.erasures.length === 0}
        empty={<p className={css.dim}>{words.none}</p>}
      >
        {(answer) => (
          <RecordList
            label={words.title}
            columns={columns}
            rows={answer.erasures}
            rowId={({ no }) => String(no)}
            detail={(erasure) => <Detail erasure={erasure} />}
            foot={null}
          />
        )}
      </PageStates>
      {mayErase && <AgainDialog opened={opened} close={close} />}
    </section>
  );
}

const columns: readonly Column<ErasureView>[] = [
  { id: 'no', head: words.columns.no, bare: true, cell: ({ no }) => words.one(no) },
  {
    id: 'state',
    head: words.columns.state,
    width: '30%',
    cell: ({ state }) => <StateMark state={state === 'done' ? 'synced' : 'working'} word={words.states[state]} />,
  },
  { id: 'by', head: words.columns.by, width: '26%', cell: ({ askedBy }) => <bdi>{askedBy}</bdi> },
  { id: 'when', head: words.columns.when, width: '128px', cell: ({ askedAt }) => <When at={askedAt} /> },
];

function Detail({ erasure }: { erasure: ErasureView }) {
  const { waitsFor, removed, later, keepAway } = erasure;
  return (
    <div className={css.detail}>
      {waitsFor.length > 0 && <p className={css.plain}>{words.waits(waitsFor)}</p>}
      <Counts counts={removed} lead={words.removed} />
      <p className={css.plain}>{keepAway ? words.kept : words.mayCome}</p>
      <Laters later={later} />
    </div>
  );
}
