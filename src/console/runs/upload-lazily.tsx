import { lazy, Suspense } from 'react';

const UploadDialog = lazy(async () => ({ default: (await import('./upload-dialog.tsx')).UploadDialog }));

/** The dialog's code comes when it is first opened, so that the first page stays small. */
export function UploadLazily({ opened, close }: { opened: boolean; close: () => void }) {
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <UploadDialog opened close={close} />
    </Suspense>
  );
}
