import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

/** Single keys can be switched off (WCAG 2.1.4). */
export function useSingleKeys() {
  return useLocalStorage({ key: 'hallpass-single-keys', defaultValue: true, getInitialValueInEffect: false });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null)
  );
}

function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row-open]')];
  const at = rows.findIndex(
    (row) => row === document.activeElement || row.closest('tr')?.contains(document.activeElement) === true,
  );
  const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus({ focusVisible: true } as FocusOptions);
  rows[next]?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main [data-search]')?.focus();
}

const isOurs = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) &&
  document.querySelector('[aria-modal="true"]') === null;

/** j and k move through rows, / goes to the search, ? tells the keys; Enter is the row's own link or button. */
export function useShortcuts(showKeys: () => void): void {
  const [singleKeys] = useSingleKeys();
  useEffect(() => {
    const keys = new Map([
      ['j', () => moveRow(1)],
      ['k', () => moveRow(-1)],
      ['/', focusSearch],
      ['?', showKeys],
    ]);
    const onKey = (event: KeyboardEvent) => {
      const act = keys.get(event.key);
      if (!singleKeys || act === undefined || !isOurs(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [singleKeys, showKeys]);
}
