import { Button } from '@mantine/core';
import { IconFileUpload, IconPackageImport } from '@tabler/icons-react';
import { CopyBox } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { text } from '../text/text.ts';

/** Where nothing has run yet: how the first files come in. */
export function FirstImport({ upload }: { upload: (() => void) | null }) {
  return (
    <EmptyState
      icon={IconPackageImport}
      title={text.firstImport.title}
      action={
        upload !== null && (
          <Button leftSection={<IconFileUpload size={15} aria-hidden />} onClick={upload}>
            {text.upload.open}
          </Button>
        )
      }
    >
      <p>{text.firstImport.what}</p>
      <p>{text.firstImport.byCommand}</p>
      <CopyBox value={text.firstImport.command} name={text.firstImport.commandName} />
      <p>{text.firstImport.after}</p>
    </EmptyState>
  );
}
