import { Button, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLinkOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { SessionView } from '../../access/access.schema.ts';
import { apiPath, send, statusOf } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { LoadingRows } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { sessionQuery } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { type LinkUse, type LinkView, linkQuery } from './access-queries.ts';
import { Door } from './door.tsx';

const shortestPassword = 12;

export function WelcomePage() {
  const token = useLocation({ select: (location) => location.hash.replace(/^#/, '') });
  const link = useQuery({ ...linkQuery(token), enabled: token !== '' });
  if (token === '' || statusOf(link.error) === 404) return <LinkGone />;
  if (link.data === undefined) {
    return (
      <Door title={text.welcome.opening}>
        {link.isError ? <RefusalPanel problem={link.error} again={() => void link.refetch()} /> : <LoadingRows />}
      </Door>
    );
  }
  return <WelcomeForm token={token} link={link.data} />;
}

function LinkGone() {
  return (
    <Door title={text.welcome.gone}>
      <EmptyState
        icon={IconLinkOff}
        title={text.welcome.goneWhy}
        action={
          <ButtonLink to="/sign-in" variant="default">
            {text.signIn.title}
          </ButtonLink>
        }
      >
        <p>{text.welcome.goneHelp}</p>
      </EmptyState>
    </Door>
  );
}

/** Some engines leave UTC out of their list. */
const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

function useWelcome(token: string, link: LinkView) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: {
      name: link.name ?? '',
      email: link.email ?? '',
      password: '',
      districtName: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    validate: {
      password: (value) => (value.length < shortestPassword ? text.welcome.passwordShort(shortestPassword) : null),
    },
  });
  const use = useMutation({
    mutationFn: (values: typeof form.values) =>
      send<SessionView>('POST', apiPath(['links']), bodyOf(token, link, values)),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      void navigate({ to: '/', replace: true });
    },
  });
  return { form, use };
}

function bodyOf(
  token: string,
  link: LinkView,
  values: { name: string; email: string; password: string; districtName: string; timeZone: string },
): LinkUse {
  const { name, email, password, districtName, timeZone } = values;
  return {
    token,
    password,
    ...(link.purpose === 'reset' ? {} : { name }),
    ...(link.purpose === 'first_administrator' ? { email } : {}),
    ...(link.needsDistrict ? { districtName, timeZone } : {}),
  };
}

function WelcomeForm({ token, link }: { token: string; link: LinkView }) {
  const { form, use } = useWelcome(token, link);
  const first = link.purpose === 'first_administrator';
  // A further administrator comes by the same kind of link, into a district that has a name already.
  const lead = first && !link.needsDistrict ? 'administrator' : link.purpose;
  return (
    <Door title={text.welcome.title[link.purpose]} lead={text.welcome.lead[lead]}>
      <form onSubmit={form.onSubmit((values) => use.mutate(values))}>
        <Stack gap="md">
          {link.needsDistrict && (
            <>
              <TextInput
                label={text.welcome.district}
                description={text.welcome.districtHelp}
                required
                maxLength={200}
                {...form.getInputProps('districtName')}
              />
              <Select
                label={text.welcome.timeZone}
                description={text.welcome.timeZoneHelp}
                data={zones}
                searchable
                required
                limit={200}
                {...form.getInputProps('timeZone')}
              />
            </>
          )}
          {link.purpose !== 'reset' && (
            <TextInput
              label={text.welcome.name}
              autoComplete="name"
              required
              maxLength={200}
              {...form.getInputProps('name')}
            />
          )}
          <TextInput
            label={text.signIn.email}
            description={first ? text.welcome.emailHelp : undefined}
            type="email"
            autoComplete="username"
            required={first}
            readOnly={!first}
            variant={first ? 'default' : 'filled'}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={text.welcome.password}
            description={text.welcome.passwordHelp(shortestPassword)}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword, tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          {use.isError && <RefusalPanel problem={use.error} />}
          <Button type="submit" size="sm" fullWidth loading={use.isPending}>
            {text.welcome.submit}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
