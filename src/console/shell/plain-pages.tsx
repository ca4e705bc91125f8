import { Button } from '@mantine/core';
import { IconCompass, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { text } from '../text/text.ts';
import { statusOf } from './api.ts';
import { EmptyState } from './empty-state.tsx';
import { ButtonLink } from './links.tsx';
import { PageHead } from './page-head.tsx';
import css from './plain-pages.module.css';
import { RefusalPanel } from './refusal-panel.tsx';

export function NotFound() {
  return (
    <>
      <PageHead title={text.notFound.title} />
      <EmptyState
        icon={IconCompass}
        title={text.notFound.what}
        action={<ButtonLink to="/">{text.shell.toHome}</ButtonLink>}
      >
        <p>{text.notFound.help}</p>
      </EmptyState>
    </>
  );
}

export function NoPermission() {
  return (
    <>
      <PageHead title={text.noPermission.title} />
      <EmptyState
        icon={IconLock}
        title={text.noPermission.what}
        action={<ButtonLink to="/">{text.shell.toHome}</ButtonLink>}
      >
        <p>{text.noPermission.help}</p>
      </EmptyState>
    </>
  );
}

/** What stands in place of a page that could not be fetched or drawn. */
export function PageFailed({ error }: { error: unknown }) {
  const router = useRouter();
  const again = () => void router.invalidate();
  if (statusOf(error) === 0) {
    return (
      <>
        <PageHead title={text.problem.unreachableTitle} />
        <EmptyState
          icon={IconPlugConnectedX}
          title={text.problem.unreachable}
          action={<Button onClick={again}>{text.problem.tryAgain}</Button>}
        >
          <p>{text.problem.unreachableHelp}</p>
        </EmptyState>
      </>
    );
  }
  if (statusOf(error) !== null) return <RefusalPanel problem={error} again={again} />;
  return (
    <>
      <PageHead title={text.problem.defectTitle} />
      <EmptyState
        icon={IconPlugConnectedX}
        title={text.problem.defect}
        action={<Button onClick={() => window.location.reload()}>{text.problem.reload}</Button>}
      >
        <p>{text.problem.defectHelp}</p>
        <p>
          <code>{error instanceof Error ? error.message.slice(0, 300) : ''}</code>
        </p>
      </EmptyState>
    </>
  );
}

/** The same before the frame stands, as when the server does not answer at the first page. */
export function BareFailure({ error }: { error: unknown }) {
  return (
    <main className={css.bare}>
      <PageFailed error={error} />
    </main>
  );
}
