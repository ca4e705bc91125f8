import { Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileText } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportAnswer } from '../../dictionary/own-entry.schema.ts';
import { send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './dictionary.module.css';
import { dictionaryPath, ownEntriesQuery } from './own-queries.ts';

const words = text.dictionary.own;

/** Entries of another district: what would change is shown before anything does. */
export function ImportDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} close={close} title={words.importTitle} wide>
      {opened && <ImportForm close={close} />}
    </Dialog>
  );
}

const bring = (yaml: string, dryRun: boolean) =>
  send<ImportAnswer>('POST', dictionaryPath('import'), { text: yaml, dryRun });

function ImportForm({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({
    mutationFn: async (chosen: File) => {
      const yaml = await chosen.text();
      return { yaml, view: await bring(yaml, true) };
    },
  });
  const take = useMutation({
    mutationFn: (yaml: string) => bring(yaml, false),
    onSuccess: async ({ created, updated }) => {
      close();
      await queryClient.invalidateQueries({ queryKey: ownEntriesQuery.queryKey });
      await queryClient.invalidateQueries({ queryKey: ['unknown', 'list'] });
      notifications.show({ message: words.imported(created, updated) });
    },
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    take.reset();
    if (chosen === null) look.reset();
    else look.mutate(chosen);
  };
  const looked = look.data;
  const ready = looked !== undefined && looked.view.problems.length === 0 && changesOf(looked.view) > 0;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.importHelp}
      </Text>
      <FileInput
        label={words.importFile}
        placeholder={words.importChoose}
        accept=".yaml,.yml,application/yaml"
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        leftSection={<IconFileText size={16} aria-hidden />}
        value={file}
        onChange={choose}
        data-autofocus
      />
      <div aria-live="polite">{looked !== undefined && <DryRun view={looked.view} />}</div>
      {look.isError && <RefusalPanel problem={look.error} />}
      {take.isError && <RefusalPanel problem={take.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {text.shell.cancel}
        </Button>
        <Button
          disabled={!ready}
          loading={look.isPending || take.isPending}
          onClick={() => looked !== undefined && take.mutate(looked.yaml)}
        >
          {words.importNow}
        </Button>
      </Group>
    </Stack>
  );
}

const changesOf = ({ created, updated }: ImportAnswer): number => created + updated;

function DryRun({ view }: { view: ImportAnswer }) {
  const { created, updated, unchanged, problems } = view;
  if (problems.length > 0)
    return (
      <>
        <strong>{words.importProblems(problems.length)}</strong>
        <ul className={css.problems}>
          {problems.slice(0, 50).map(({ entry, line, message }) => (
            <li key={`${entry} ${line} ${message}`}>{words.importProblem(entry, line, message)}</li>
          ))}
        </ul>
        <p className={css.dim}>{words.importNone}</p>
      </>
    );
  return (
    <p className={css.plain}>
      {changesOf(view) === 0 ? words.importNothing : words.importSum(created, updated, unchanged)}
    </p>
  );
}
