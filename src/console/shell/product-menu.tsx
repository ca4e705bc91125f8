import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconBell,
  IconCalendarEvent,
  IconCalendarOff,
  IconChevronDown,
  IconClockX,
  IconHistory,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMail,
  IconSchool,
  IconServerCog,
  IconShieldCheck,
  IconTicket,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { text } from '../text/text.ts';
import { apiPath, send } from './api.ts';
import { adminItems } from './navigation.ts';
import css from './product-menu.module.css';
import { useSession } from './session.ts';

const icons = {
  '/calendar': IconCalendarOff,
  '/school-year': IconCalendarEvent,
  '/people': IconUsers,
  '/roles': IconShieldCheck,
  '/schools': IconSchool,
  '/api-keys': IconKey,
  '/tickets': IconTicket,
  '/notifications': IconBell,
  '/mail': IconMail,
  '/webhooks': IconWebhook,
  '/workers': IconServerCog,
  '/retention': IconClockX,
  '/audit': IconHistory,
} as const;

export function ProductMenu({ showKeys }: { showKeys: () => void }) {
  const { person, permissions } = useSession();
  const allowed = adminItems.filter((item) => permissions.includes(item.needs));
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={248} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={css.button} aria-label={text.nav.menuOf(person.name)}>
          <span className={css.initials} data-initials={initialsOf(person.name)} aria-hidden />
          <span className={css.name}>
            <bdi>{person.name}</bdi>
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.who}>
          <strong>
            <bdi>{person.name}</bdi>
          </strong>
          <bdi>{person.email}</bdi>
        </div>
        {allowed.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{text.nav.admin}</Menu.Label>
            {allowed.map(({ to, label }) => {
              const Icon = icons[to];
              return (
                <Menu.Item
                  key={to}
                  leftSection={<Icon size={15} aria-hidden />}
                  renderRoot={(props) => <Link to={to} {...props} />}
                >
                  {label}
                </Menu.Item>
              );
            })}
          </>
        )}
        <Menu.Divider />
        <SchemeSwitch />
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} aria-hidden />} onClick={showKeys}>
          {text.keys.title}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => signOut.mutate()}>
          {text.nav.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes = ['auto', 'light', 'dark'] as const;

function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{text.scheme.label}</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
        {schemes.map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick={false}>
            {text.scheme[scheme]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => send<void>('DELETE', apiPath(['session'])),
    onSettled: async () => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    },
  });
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
