import { useRouterState } from '@tanstack/react-router';
import { type RefObject, useEffect } from 'react';

let focusedPath: string | null = null;

/** After a change of page its heading takes the focus, so that a screen reader tells where one is. */
export function useHeadingFocus(heading: RefObject<HTMLHeadingElement | null>): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? null });
  useEffect(() => {
    if (path === null) return;
    if (focusedPath !== null && focusedPath !== path && !(document.activeElement instanceof HTMLInputElement)) {
      heading.current?.focus({ preventScroll: true });
    }
    focusedPath = path;
  }, [path, heading]);
}
