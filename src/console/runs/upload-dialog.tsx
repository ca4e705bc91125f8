import { Autocomplete, Button, Checkbox, FileInput, Group, Progress, Stack, Text } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import { apiPath, sendFile } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { fileConnectionsQuery, type RunAsked } from './run-queries.ts';
import css from './upload-dialog.module.css';

/** A zip of OneRoster CSV files becomes a run; the person then stands on that run's page. */
export function UploadDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} close={close} title={text.upload.title} wide>
      {opened && <UploadForm close={close} />}
    </Dialog>
  );
}

function UploadForm({ close }: { close: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [allowDeletions, setAllowDeletions] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const connection = useConnection();
  const { upload, share, stop } = useUpload(close);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null && connection.fits)
          upload.mutate({ file, connection: connection.name.trim(), allowDeletions, dryRun });
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {text.upload.what}
        </Text>
        <DropArea file={file} choose={setFile} disabled={upload.isPending} />
        <Autocomplete
          label={text.upload.connection}
          description={text.upload.connectionHelp}
          data={connection.known}
          value={connection.name}
          onChange={connection.setName}
          error={connection.ready && !connection.fits ? text.upload.connectionLength : null}
          disabled={upload.isPending || !connection.ready}
          inputWrapperOrder={['label', 'description', 'error', 'input']}
          autoComplete="off"
        />
        <Checkbox
          label={text.upload.allowDeletions}
          description={text.upload.allowDeletionsHelp}
          checked={allowDeletions}
          disabled={upload.isPending}
          onChange={(event) => setAllowDeletions(event.currentTarget.checked)}
        />
        <Checkbox
          label={text.upload.dryRun}
          description={text.upload.dryRunHelp}
          checked={dryRun}
          disabled={upload.isPending}
          onChange={(event) => setDryRun(event.currentTarget.checked)}
        />
        {upload.isPending && (
          <div role="status">
            <Progress.Root size={6}>
              <Progress.Section value={share * 100} aria-label={text.upload.progressLabel} />
            </Progress.Root>
            <Text size="xs" c="dimmed" mt={6}>
              {share < 1 ? text.upload.progress(share) : text.upload.reading}
            </Text>
          </div>
        )}
        {upload.isError && !isAbort(upload.error) && <RefusalPanel problem={upload.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={upload.isPending ? stop : close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" disabled={file === null || !connection.fits} loading={upload.isPending}>
            {text.upload.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The connection that files came by last, until another is typed. */
function useConnection() {
  const asked = useQuery({ ...fileConnectionsQuery, enabled: useCan('runs.read') });
  const [typed, setName] = useState<string | null>(null);
  const known = asked.data ?? [];
  const ready = !asked.isFetching;
  const name = typed ?? (ready ? (known[0] ?? firstConnection) : '');
  const { length } = name.trim();
  return { name, setName, known, ready, fits: length >= 1 && length <= 100 };
}

const firstConnection = 'files';

const isAbort = (problem: unknown): boolean => problem instanceof DOMException && problem.name === 'AbortError';

function useUpload(close: () => void) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [share, setShare] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: ({ file, ...asked }: { file: File; connection: string; allowDeletions: boolean; dryRun: boolean }) => {
      abort.current = new AbortController();
      setShare(0);
      return sendFile<RunAsked>(
        apiPath(['imports'], { ...asked, fileName: file.name.slice(0, 200) }),
        file,
        'application/zip',
        setShare,
        abort.current.signal,
      );
    },
    onSuccess: ({ run }) => {
      close();
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      void navigate({ to: '/runs/$id', params: { id: String(run.id) } });
    },
  });
  return { upload, share, stop: () => abort.current?.abort() };
}

function DropArea({
  file,
  choose,
  disabled,
}: {
  file: File | null;
  choose: (file: File | null) => void;
  disabled: boolean;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped !== undefined && !disabled) choose(dropped);
  };
  return (
    <fieldset
      className={css.drop}
      aria-label={text.upload.file}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileInput
        label={text.upload.file}
        description={text.upload.drop}
        placeholder={text.upload.choose}
        accept=".zip,application/zip"
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        leftSection={<IconFileZip size={16} aria-hidden />}
        value={file}
        onChange={choose}
        disabled={disabled}
        data-autofocus
      />
      {file !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          {text.bytes(file.size)}
        </Text>
      )}
    </fieldset>
  );
}
