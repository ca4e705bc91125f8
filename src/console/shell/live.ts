import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiPath } from './api.ts';
import { useSession } from './session.ts';

interface Moved {
  kind: string;
  id: string;
}

/** What shows a thing that has moved. */
const shownBy: Readonly<Record<string, (id: string) => readonly QueryKey[]>> = {
  connection: (id) => [['connections'], ['connection', id], ['tickets'], ['ticket']],
  run: (id) => [['runs'], ['run', id], ['holds'], ['issues'], ['issue']],
};

/** What moves faster than this is asked for once. */
const calmMs = 1_000;
const againMs = 10_000;

/** While the page is looked at, it hears of what moves and asks anew for what shows it. */
export function useLive(): void {
  const queryClient = useQueryClient();
  const { permissions } = useSession();
  const mayHear = permissions.includes('runs.read') || permissions.includes('connections.read');
  useEffect(() => (mayHear ? follow(queryClient) : undefined), [queryClient, mayHear]);
}

/** A page in the background lets go of its stream: a browser has only few of them for one address. */
function follow(queryClient: QueryClient): () => void {
  const asking = gathered(queryClient);
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let heardBefore = false;
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = undefined;
  };
  const open = () => {
    source = new EventSource(apiPath(['events']));
    source.addEventListener('moved', ({ data }: MessageEvent<string>) => {
      const { kind, id } = JSON.parse(data) as Moved;
      for (const key of shownBy[kind]?.(id) ?? []) asking.add(key);
    });
    source.addEventListener('missed', () => asking.add([]));
    source.addEventListener('open', () => {
      if (heardBefore) asking.add([]);
      heardBefore = true;
    });
    source.addEventListener('error', () => {
      // A stream that was cut is opened anew by the browser, one that was refused is not.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      again = setTimeout(open, againMs);
    });
  };
  const look = () => {
    if (document.visibilityState === 'hidden') close();
    else if (source === undefined) open();
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
    asking.stop();
  };
}

/** Asks for keys anew, all of them at most once in a while, and none again before it is answered. */
function gathered(queryClient: QueryClient) {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askAnew = () => {
    timer = undefined;
    if (waiting.size === 0) return;
    for (const [name, queryKey] of waiting) {
      if (queryClient.isFetching({ queryKey }) > 0) continue;
      waiting.delete(name);
      void queryClient.invalidateQueries({ queryKey });
    }
    timer = setTimeout(askAnew, calmMs);
  };
  return {
    /** Keys that begin so; an empty one means all. */
    add(key: QueryKey) {
      waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(askAnew, 0);
    },
    stop: () => clearTimeout(timer),
  };
}
