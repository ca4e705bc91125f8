import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconPlus, IconUpload, IconVocabulary } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Entry } from '../../dictionary/entry.schema.ts';
import { send } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import css from './dictionary.module.css';
import { ImportDialog } from './import-dialog.tsx';
import { systemTitle } from './match-help.tsx';
import { useToName } from './name-it.tsx';
import { dictionaryPath, ownEntriesQuery } from './own-queries.ts';
import { Wording } from './wording.tsx';

const words = text.dictionary.own;

const columnsFor = (remove: ((entry: Entry) => void) | null): readonly Column<Entry>[] => [
  {
    id: 'title',
    head: words.columns.title,
    width: '26%',
    cell: ({ entry, title }) => (
      <Link to="/dictionary/$entry" params={{ entry }} className={css.open ?? ''} {...rowOpen}>
        <bdi>{title}</bdi>
      </Link>
    ),
  },
  { id: 'system', head: words.columns.system, width: '14%', cell: ({ system }) => systemTitle(system) },
  {
    id: 'message',
    head: words.columns.message,
    bare: true,
    cell: ({ message }) => (
      <span className={css.clamped}>
        <Wording words={message} />
      </span>
    ),
  },
  ...(remove === null
    ? []
    : [
        {
          id: 'do',
          head: words.columns.change,
          bare: true,
          width: '160px',
          cell: (entry: Entry) => (
            <span className={css.buttons}>
              <ButtonLink
                to="/own-entries/$entry"
                params={{ entry: entry.entry }}
                variant="default"
                size="compact-xs"
                aria-label={words.edit(entry.title)}
              >
                {text.dictionary.entry.edit}
              </ButtonLink>
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => remove(entry)}
                aria-label={words.removeNamed(entry.title)}
              >
                {words.remove}
              </Button>
            </span>
          ),
        },
      ]),
];

/** The entries that the district has written itself. */
export function OwnEntriesPage() {
  const mayWrite = useCan('dictionary.write');
  const [removing, setRemoving] = useState<Entry | null>(null);
  const own = useQuery(ownEntriesQuery);
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        up={<TextLink to="/dictionary">{text.dictionary.browse.title}</TextLink>}
        actions={<Actions any={(own.data?.entries.length ?? 0) > 0} />}
      />
      <PageStates
        asked={own}
        isEmpty={({ entries }) => entries.length === 0}
        empty={
          <EmptyState
            icon={IconVocabulary}
            title={words.none}
            action={
              <ButtonLink to="/unknown" variant="default">
                {text.dictionary.unknown.title}
              </ButtonLink>
            }
          >
            <p>{words.noneHelp}</p>
          </EmptyState>
        }
      >
        {({ entries }) => (
          <RecordList
            label={words.title}
            columns={columnsFor(mayWrite ? setRemoving : null)}
            rows={entries}
            rowId={({ entry }) => entry}
          />
        )}
      </PageStates>
      {removing !== null && <RemoveEntry entry={removing} close={() => setRemoving(null)} />}
    </>
  );
}

function Actions({ any }: { any: boolean }) {
  const mayWrite = useCan('dictionary.write');
  const [importing, { open, close }] = useDisclosure(false);
  const [, keep] = useToName();
  return (
    <>
      {any && (
        <Button
          component="a"
          variant="default"
          href={dictionaryPath('export')}
          download
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {words.export}
        </Button>
      )}
      {mayWrite && (
        <>
          <Button variant="default" leftSection={<IconUpload size={15} aria-hidden />} onClick={open}>
            {words.import}
          </Button>
          <ButtonLink to="/own-entries/new" onClick={() => keep(null)} leftSection={<IconPlus size={15} aria-hidden />}>
            {words.create}
          </ButtonLink>
          <ImportDialog opened={importing} close={close} />
        </>
      )}
    </>
  );
}

function RemoveEntry({ entry, close }: { entry: Entry; close: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send<void>('DELETE', dictionaryPath('entries', entry.entry)),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: ownEntriesQuery.queryKey });
      notifications.show({ message: words.removed });
    },
  });
  return (
    <TypedConfirm
      opened
      close={close}
      title={words.removeTitle}
      word={entry.title}
      action={words.remove}
      busy={remove.isPending}
      problem={remove.error}
      confirm={() => remove.mutate()}
    >
      <p>{words.removeWarning(entry.title)}</p>
    </TypedConfirm>
  );
}
