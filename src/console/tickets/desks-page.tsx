import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHeadset } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeskView } from '../../tickets/ticket.schema.ts';
import { systemTitle } from '../connections/system-title.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { DeskDialog } from './desk-dialog.tsx';
import { desksQuery, useRemoveDesk } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets.desks;

export function DesksPage() {
  const desks = useQuery(desksQuery);
  const mayWrite = useCan('connections.write');
  const [naming, setNaming] = useState<DeskView | 'new' | null>(null);
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        up={<TextLink to="/tickets">{text.tickets.title}</TextLink>}
        actions={mayWrite && <Button onClick={() => setNaming('new')}>{words.add}</Button>}
      />
      <PageStates
        asked={desks}
        isEmpty={(answer) => answer.desks.length === 0}
        empty={
          <EmptyState icon={IconHeadset} title={words.none}>
            <p>{words.noneHelp}</p>
          </EmptyState>
        }
      >
        {(answer) => <Desks desks={answer.desks} change={mayWrite ? setNaming : null} />}
      </PageStates>
      {naming !== null && (
        <DeskDialog
          key={naming === 'new' ? 'new' : naming.system}
          desk={naming === 'new' ? null : naming}
          close={() => setNaming(null)}
        />
      )}
    </>
  );
}

function Desks({ desks, change }: { desks: readonly DeskView[]; change: ((desk: DeskView) => void) | null }) {
  const [removed, setRemoved] = useState('');
  const remove = useRemoveDesk(() => notifications.show({ message: words.removed(removed) }));
  const columns: readonly Column<DeskView>[] = [
    {
      id: 'system',
      head: words.columns.system,
      bare: true,
      width: '26%',
      cell: ({ system }) => (system === '' ? words.allSystems : systemTitle(system)),
    },
    { id: 'name', head: words.columns.name, cell: ({ name }) => <ForeignLine value={name} /> },
    {
      id: 'way',
      head: words.columns.way,
      width: '32%',
      cell: ({ email, webhook }) => <Foreign value={email ?? webhook?.name ?? ''} />,
    },
    ...(change === null
      ? []
      : [
          {
            id: 'act',
            head: '',
            width: '190px',
            cell: (desk: DeskView) => (
              <span className={css.row}>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={words.changeOf(desk.name)}
                  onClick={() => change(desk)}
                >
                  {words.change}
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={words.removeOf(desk.name)}
                  onClick={() => {
                    setRemoved(desk.name);
                    remove.mutate(desk.system);
                  }}
                >
                  {words.remove}
                </Button>
              </span>
            ),
          },
        ]),
  ];
  return (
    <>
      {remove.isError && <RefusalPanel problem={remove.error} />}
      <RecordList label={words.title} columns={columns} rows={desks} rowId={({ system }) => system} foot={null} />
    </>
  );
}
