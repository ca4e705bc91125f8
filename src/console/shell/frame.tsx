import { AppShell, Burger, Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { text } from '../text/text.ts';
import css from './frame.module.css';
import { useLive } from './live.ts';
import { navigation } from './navigation.ts';
import { ProductMenu } from './product-menu.tsx';
import { useSession } from './session.ts';
import { useShortcuts } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** What stands around every page of a signed-in person: navigation, product menu, keys. */
export function Frame() {
  const session = useSession();
  const [menu, { toggle: toggleMenu, close: closeMenu }] = useDisclosure(false);
  const [keys, { open: openKeys, close: closeKeys }] = useDisclosure(false);
  useShortcuts(openKeys);
  useLive();
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: true } }}
      padding={0}
    >
      <a href="#page" className="hp-skip">
        {text.shell.skip}
      </a>
      <AppShell.Header className={css.header}>
        <Burger opened={menu} onClick={toggleMenu} hiddenFrom="sm" size="sm" aria-label={text.nav.open} />
        <Brand />
        <span className={css.district}>
          <bdi>{session.district.name}</bdi>
          {session.demo && <span className={css.demo}>{text.shell.demo}</span>}
        </span>
        <ProductMenu showKeys={openKeys} />
      </AppShell.Header>
      <AppShell.Navbar className={css.side} aria-label={text.nav.label}>
        <NavItems close={closeMenu} />
      </AppShell.Navbar>
      <Drawer
        opened={menu}
        onClose={closeMenu}
        size={260}
        title={<Brand />}
        closeButtonProps={{ 'aria-label': text.shell.close }}
        hiddenFrom="sm"
      >
        <nav aria-label={text.nav.label}>
          <NavItems close={closeMenu} />
        </nav>
      </Drawer>
      <AppShell.Main className={css.main}>
        <div id="page" className={css.page} tabIndex={-1}>
          <Outlet />
        </div>
      </AppShell.Main>
      <ShortcutsDialog opened={keys} close={closeKeys} />
    </AppShell>
  );
}

export function Brand() {
  return (
    <UnstyledButton renderRoot={(props) => <Link to="/" {...props} />} className={css.brand}>
      <img src="/favicon.svg" width={22} height={22} alt="" />
      <span>{text.shell.product}</span>
    </UnstyledButton>
  );
}

function NavItems({ close }: { close: () => void }) {
  const { permissions } = useSession();
  return (
    <ul className={css.nav}>
      {navigation
        .filter((item) => item.needs === null || permissions.includes(item.needs))
        .map(({ to, label, icon: Icon, group }) => (
          <li key={to}>
            {group !== null && (
              <span className={css.group} aria-hidden>
                {group}
                <IconChevronRight size={12} />
              </span>
            )}
            <Link
              to={to}
              className={css.item ?? ''}
              activeOptions={{ exact: to === '/' }}
              activeProps={{ 'aria-current': 'page' }}
              onClick={close}
            >
              <Icon size={16} stroke={1.7} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
    </ul>
  );
}
