import { SegmentedControl, Select } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TicketView } from '../../tickets/ticket.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { text } from '../text/text.ts';
import { TicketList } from './ticket-list.tsx';
import type { TicketsAnswer } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets;
const states = ['open', 'sent', 'answered', 'closed'] as const satisfies readonly TicketView['state'][];

export function TicketsPage() {
  const search = useSearch({ from: '/frame/tickets' });
  const navigate = useNavigate({ from: '/tickets' });
  const list = usePaged({
    key: ['tickets', 'list', search],
    page: (cursor, signal) => get<TicketsAnswer>(apiPath(['tickets'], { ...search, cursor }), signal),
    rows: (answer: TicketsAnswer) => answer.tickets,
  });
  const filtered = search.mine === true || search.state !== undefined;
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <ButtonLink to="/desks" variant="default">
            {words.desks.action}
          </ButtonLink>
        }
      />
      <div className={css.filters}>
        <SegmentedControl
          aria-label={words.whose}
          data={[
            { value: 'all', label: words.all },
            { value: 'mine', label: words.mine },
          ]}
          value={search.mine === true ? 'mine' : 'all'}
          onChange={(whose) =>
            void navigate({
              search: ({ mine: _, ...rest }) => ({ ...rest, ...(whose === 'mine' ? { mine: true } : {}) }),
            })
          }
        />
        <Select
          aria-label={words.filterState}
          placeholder={words.anyState}
          data={states.map((state) => ({ value: state, label: words.states[state] }))}
          value={search.state ?? null}
          onChange={(state) =>
            void navigate({
              search: ({ state: _, ...rest }) => ({
                ...rest,
                ...(state === null ? {} : { state: state as TicketView['state'] }),
              }),
            })
          }
          clearable
          w={170}
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          filtered ? (
            <p className={css.dim}>{words.noneFiltered}</p>
          ) : (
            <EmptyState icon={IconTicket} title={words.none}>
              <p>{words.noneHelp}</p>
            </EmptyState>
          )
        }
      >
        {(rows) => <TicketList rows={rows} more={list.more} />}
      </PageStates>
    </>
  );
}
