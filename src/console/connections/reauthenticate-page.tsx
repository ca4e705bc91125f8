import { Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import type { CredentialsGiven, LinkFor } from '../../connections/connection.schema.ts';
import { Door } from '../access/door.tsx';
import { apiPath, statusOf } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { Facts } from '../shell/facts.tsx';
import { LoadingRows } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { Checklist } from './checklist.tsx';
import { type LinkUsed, linkForQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { CredentialsForm } from './credentials-form.tsx';
import { useChecked } from './use-checked.ts';

const words = text.connections.link;

/** The page that a re-authenticate link opens, for somebody without a sign-in: they give one connection its credentials, and see nothing else. */
export function ReauthenticatePage() {
  const token = useLocation({ select: (location) => location.hash.replace(/^#/, '') });
  const link = useQuery({ ...linkForQuery(token), enabled: token !== '' });
  if (token === '' || statusOf(link.error) === 404) return <LinkGone />;
  if (link.data === undefined)
    return (
      <Door title={words.opening}>
        {link.isError ? <RefusalPanel problem={link.error} again={() => void link.refetch()} brief /> : <LoadingRows />}
      </Door>
    );
  return <Give token={token} link={link.data} />;
}

function LinkGone() {
  return (
    <Door title={words.gone}>
      <EmptyState icon={IconLinkOff} title={words.goneWhy}>
        <p>{words.goneHelp}</p>
      </EmptyState>
    </Door>
  );
}

function Give({ token, link }: { token: string; link: LinkFor }) {
  const { ask, lines } = useChecked<LinkUsed, { credentials: CredentialsGiven }>({
    method: 'POST',
    path: apiPath(['reauthenticate', token]),
  });
  const used = ask.data;
  if (used?.accepted === true) {
    const fine = used.checks.every(({ outcome }) => outcome === 'passed');
    return (
      <Door title={words.thanks} lead={fine ? words.thanksLead : words.thanksFailed}>
        <div className={css.below}>
          <Checklist lines={lines} running={false} brief />
        </div>
      </Door>
    );
  }
  const trying = ask.isPending || used !== undefined;
  return (
    <Door title={words.title} lead={words.lead(link.connection, link.district)}>
      <Stack gap="md" mt={20}>
        <Facts
          facts={[
            [words.system, link.system],
            [words.leadsTo, <bdi key="addresses">{link.addresses.join(text.shell.listComma)}</bdi>],
            [words.until, <Until key="until" at={link.expiresAt} />],
          ]}
        />
        <p className={css.dim}>{words.what}</p>
        {trying && (
          <>
            {used !== undefined && <p className={css.plain}>{words.refused}</p>}
            <Checklist lines={lines} running={ask.isPending} brief />
          </>
        )}
        <div className={ask.isPending ? css.hidden : undefined}>
          <CredentialsForm
            ways={link.credentials}
            way={undefined}
            submit={words.submit}
            problem={ask.error}
            give={(credentials) => ask.mutate({ credentials })}
          />
        </div>
      </Stack>
    </Door>
  );
}

/** In the zone of whoever reads it: nobody is signed in, and the district's is not told. */
function Until({ at }: { at: string }) {
  const format = new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
