import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import type { SessionView } from '../../access/access.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { sessionQuery } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { Door } from './door.tsx';

/** Only an address of this console is followed after signing in. */
const safe = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/');

export function SignInPage() {
  const { to } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const signIn = useMutation({
    mutationFn: (values: { email: string; password: string }) =>
      send<SessionView>('POST', apiPath(['session']), values),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      router.history.push(safe(to));
    },
    onError: () => form.setFieldValue('password', ''),
  });
  return (
    <Door title={text.signIn.title} lead={to === undefined ? undefined : text.signIn.again}>
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label={text.signIn.email}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={text.signIn.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword, tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          {signIn.isError && <RefusalPanel problem={signIn.error} brief />}
          <Button type="submit" size="sm" fullWidth loading={signIn.isPending}>
            {text.signIn.submit}
          </Button>
          {!signIn.isError && (
            <Text size="xs" c="dimmed">
              {text.signIn.lost}
            </Text>
          )}
        </Stack>
      </form>
    </Door>
  );
}
