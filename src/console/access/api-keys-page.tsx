import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiPath, get, send } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './access.module.css';
import type { ApiKeysAnswer, ApiKeyView } from './access-queries.ts';
import { ApiKeyDialog } from './api-key-dialog.tsx';

const columnsFor = (revoke: ((key: ApiKeyView) => void) | null): readonly Column<ApiKeyView>[] => [
  {
    id: 'name',
    head: text.apiKeys.columns.name,
    width: '26%',
    cell: (key) => (
      <span className={css.two}>
        <Link to="/api-keys/$id" params={{ id: key.id }} className={css.openKey ?? ''} {...rowOpen}>
          <ForeignLine value={key.name} />
        </Link>
        <span className={css.dim}>
          <Copyable value={key.id} name={text.shell.id} />
        </span>
      </span>
    ),
  },
  { id: 'scope', head: text.apiKeys.columns.scopes, width: '20%', cell: (key) => <Reach apiKey={key} /> },
  {
    id: 'by',
    head: text.apiKeys.columns.managedBy,
    cell: (key) =>
      key.managedBy === null ? (
        <span className={css.dim}>{text.apiKeys.managedByNobody}</span>
      ) : (
        <span className={css.two}>
          <ForeignLine value={key.managedBy.name} />
          <span className={css.dim}>
            <ForeignLine value={key.managedBy.email} />
          </span>
        </span>
      ),
  },
  { id: 'used', head: text.apiKeys.columns.lastUsed, width: '130px', cell: (key) => <When at={key.lastUsedAt} /> },
  { id: 'created', head: text.apiKeys.columns.created, width: '120px', cell: (key) => <When at={key.createdAt} /> },
  {
    id: 'state',
    head: text.apiKeys.columns.state,
    width: '110px',
    bare: true,
    cell: (key) => {
      if (key.revokedAt !== null) return <StateMark state="cancelled" word={text.apiKeys.revoked} />;
      if (revoke === null) return <StateMark state="synced" word={text.apiKeys.active} />;
      return (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => revoke(key)}
          aria-label={text.apiKeys.revokeNamed(key.name)}
        >
          {text.apiKeys.revoke}
        </Button>
      );
    },
  },
];

function Reach({ apiKey }: { apiKey: ApiKeyView }) {
  const schools = apiKey.schools.slice(0, 3).map((school) => school.name);
  return (
    <span className={css.two}>
      <span>{apiKey.scopes.map((scope) => text.apiKeys.scopes[scope]).join(text.shell.listComma)}</span>
      <span className={css.dim}>
        {apiKey.schools.length === 0 ? (
          text.apiKeys.allSchools
        ) : (
          <bdi>{text.apiKeys.schoolNames(schools, apiKey.schools.length - schools.length)}</bdi>
        )}
      </span>
    </span>
  );
}

export function ApiKeysPage() {
  const mayWrite = useCan('api_keys.write');
  const [creating, { open, close }] = useDisclosure(false);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const list = usePaged({
    key: ['api-keys', 'list'],
    page: (cursor, signal) => get<ApiKeysAnswer>(apiPath(['api-keys'], { cursor }), signal),
    rows: (answer: ApiKeysAnswer) => answer.apiKeys,
  });
  const create = mayWrite && (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={open}>
      {text.apiKeys.create}
    </Button>
  );
  return (
    <>
      <PageHead
        title={text.apiKeys.title}
        lead={text.apiKeys.lead}
        actions={
          <>
            <ButtonLink to="/try" variant="default">
              {text.keySent.tryIt}
            </ButtonLink>
            {create}
          </>
        }
      />
      <PageStates
        asked={list.asked}
        isEmpty={(keys) => keys.length === 0}
        empty={
          <EmptyState icon={IconKey} title={text.apiKeys.none}>
            <p>{text.apiKeys.noneHelp}</p>
          </EmptyState>
        }
      >
        {(keys) => (
          <RecordList
            label={text.apiKeys.title}
            columns={columnsFor(mayWrite ? setRevoking : null)}
            rows={keys}
            rowId={(key) => key.id}
            more={list.more}
          />
        )}
      </PageStates>
      <ApiKeyDialog opened={creating} close={close} />
      {revoking !== null && <RevokeKey apiKey={revoking} close={() => setRevoking(null)} />}
    </>
  );
}

function RevokeKey({ apiKey, close }: { apiKey: ApiKeyView; close: () => void }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => send<ApiKeyView>('DELETE', apiPath(['api-keys', apiKey.id])),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['api-keys'] });
      notifications.show({ message: text.apiKeys.revokedNow(apiKey.name) });
      close();
    },
  });
  return (
    <TypedConfirm
      opened
      close={close}
      title={text.apiKeys.revokeTitle}
      word={apiKey.name}
      action={text.apiKeys.revoke}
      busy={revoke.isPending}
      problem={revoke.error}
      confirm={() => revoke.mutate()}
    >
      <p>{text.apiKeys.revokeWarning(apiKey.name)}</p>
    </TypedConfirm>
  );
}
