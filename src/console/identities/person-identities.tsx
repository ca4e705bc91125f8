import { Button, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IdentityView } from '../../identities/identity.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import css from './identities.module.css';
import { Acts, There } from './identity-cells.tsx';
import { identitiesQuery, useChange } from './identity-queries.ts';

const words = text.identities;

/** Who a person is in each system, and whether Hallpass may act there as them. */
export function PersonIdentities({ person }: { person: string }) {
  const identities = useQuery(identitiesQuery(person));
  const mayWrite = useCan('identities.write');
  return (
    <section>
      <h2 className={css.heading}>{words.ofPerson}</h2>
      <p className={css.dim}>{words.ofPersonHelp}</p>
      <PageStates asked={identities}>
        {(answer) => (
          <>
            <RecordList
              label={words.ofPerson}
              columns={columnsOf(person)}
              rows={answer.identities}
              rowId={({ connection }) => connection.id}
              foot={null}
            />
            {mayWrite && answer.elsewhere.length > 0 && <Elsewhere person={person} systems={answer.elsewhere} />}
          </>
        )}
      </PageStates>
    </section>
  );
}

const columnsOf = (person: string): readonly Column<IdentityView>[] => [
  {
    id: 'system',
    head: words.columns.system,
    width: '24%',
    cell: ({ connection }) => (
      <TextLink to="/connections/$id/identities" params={{ id: connection.id }}>
        <ForeignLine value={connection.name} />
      </TextLink>
    ),
  },
  { id: 'id', head: words.columns.id, cell: (row) => <There theirId={row.theirId} candidates={row.candidates} /> },
  { id: 'how', head: words.columns.how, width: '26%', cell: (row) => <How person={person} row={row} /> },
  {
    id: 'acts',
    head: words.columns.acts,
    width: '26%',
    cell: (row) => <MayAct person={person} row={row} />,
  },
];

function How({ person, row }: { person: string; row: IdentityView }) {
  const { connection, matched, saidBy, matchedAt, theirId, candidates } = row;
  return (
    <div className={css.two}>
      <span>{words.how[matched]}</span>
      {saidBy !== null && (
        <span className={css.dim}>
          <ForeignLine value={words.saidBy(saidBy)} />
        </span>
      )}
      {matchedAt !== null && (
        <span className={css.dim}>
          <When at={matchedAt} />
        </span>
      )}
      <Acts
        meant={{ person, connection: connection.id }}
        system={connection.name}
        matched={matched}
        theirId={theirId}
        candidates={candidates}
      />
    </div>
  );
}

function MayAct({ person, row }: { person: string; row: IdentityView }) {
  const { actsAs, mayAct, theirId, connection } = row;
  const mayWrite = useCan('identities.write');
  const change = useChange({ person, connection: connection.id });
  if (actsAs === null) return <span className={css.dim}>{words.actsNot}</span>;
  return (
    <Switch
      size="xs"
      label={words.acts}
      aria-label={words.letAct(connection.name)}
      checked={mayAct}
      disabled={!mayWrite || theirId === null || change.isPending}
      onChange={(event) => change.mutate({ mayAct: event.currentTarget.checked })}
    />
  );
}

/** Of systems in which nobody was found. */
function Elsewhere({ person, systems }: { person: string; systems: readonly IdentityView['connection'][] }) {
  const [picked, setPicked] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const system = systems.find(({ id }) => id === picked);
  return (
    <div className={css.bar}>
      <Select
        size="xs"
        aria-label={words.elsewhere}
        placeholder={words.elsewhere}
        data={systems.map(({ id, name }) => ({ value: id, label: name }))}
        value={picked}
        onChange={setPicked}
      />
      <Button size="xs" variant="default" disabled={system === undefined} onClick={() => setOpen(true)}>
        {words.correct}
      </Button>
      {system !== undefined && (
        <CorrectDialog
          meant={{ person, connection: system.id }}
          system={system.name}
          theirId={null}
          candidates={[]}
          opened={open}
          close={() => setOpen(false)}
        />
      )}
    </div>
  );
}
