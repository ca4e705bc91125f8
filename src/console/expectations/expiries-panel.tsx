import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExpiryView } from '../../expectations/expectation.schema.ts';
import { dayLabel } from '../rostering/days.ts';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { expiriesQuery, useSetExpiry } from './expectation-queries.ts';
import css from './expectations.module.css';

const words = text.expectations.expiries;

const columns: readonly Column<ExpiryView>[] = [
  { id: 'name', head: words.columns.name, bare: true, cell: ({ name }) => <ForeignLine value={name} /> },
  { id: 'of', head: words.columns.of, width: '26%', cell: ({ of }) => words.of[of] },
  {
    id: 'ends',
    head: words.columns.ends,
    width: '290px',
    cell: (expiry) => <EndsOn key={expiry.subject} expiry={expiry} />,
  },
];

/** Days on which secrets end, as people know them. */
export function ExpiriesPanel() {
  const asked = useQuery(expiriesQuery);
  return (
    <Panel title={words.title}>
      <p className={css.lead}>{words.lead}</p>
      <PageStates
        asked={asked}
        isEmpty={({ expiries }) => expiries.length === 0}
        empty={<p className={css.dim}>{words.none}</p>}
      >
        {({ expiries }) => (
          <RecordList
            label={words.title}
            columns={columns}
            rows={expiries}
            rowId={({ subject }) => subject}
            foot={null}
          />
        )}
      </PageStates>
    </Panel>
  );
}

function EndsOn({ expiry: { subject, name, endsOn } }: { expiry: ExpiryView }) {
  const [typed, setTyped] = useState(endsOn ?? '');
  const set = useSetExpiry();
  const mayWrite = useCan('connections.write');
  if (!mayWrite) return endsOn === null ? null : <span>{dayLabel(endsOn)}</span>;
  return (
    <form
      className={css.expiry}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ subject, endsOn: typed === '' ? null : typed });
      }}
    >
      <TextInput
        type="date"
        size="xs"
        aria-label={words.day(name)}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {typed !== (endsOn ?? '') && (
        <Button type="submit" variant="light" loading={set.isPending}>
          {words.save}
        </Button>
      )}
      {set.isError && <RefusalPanel problem={set.error} />}
    </form>
  );
}
