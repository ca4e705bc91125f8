import { execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Place } from './embedded-folder.ts';
import type { Log } from './log.ts';

const run = promisify(execFile);

// Everyone who uses the server holds a named pipe open for writing, and a shell reads it. When the last one is gone, even by
// SIGKILL, the kernel ends the shell's reading, and the shell stops the server (which one that is, its own file says).
const script = 'while read -r _; do :; done <"$1"; read -r pid <"$2" && kill -INT "$pid"';

/** Counts this process among those for whom the server runs, until the answer is called or the process ends. */
export async function watchOver(place: Place, log: Log): Promise<() => void> {
  const pipe = path.join(place.socket, 'users');
  let tried = '';
  for (const until = Date.now() + 5000; Date.now() < until; await delay(5)) {
    const held = hold(pipe);
    if (typeof held === 'number') return () => closeSync(held);
    if (held === tried) continue;
    // There is no pipe, or nobody reads it.
    if (held === 'ENOENT') await run('mkfifo', ['-m', '600', pipe]).catch(() => {});
    else if (held === 'ENXIO') startWatch(pipe, place);
    else break;
    tried = held;
  }
  log.warn(
    {},
    'Nothing watches over the embedded database: should Hallpass be killed, it runs on until the next start.',
  );
  return () => {};
}

/** The open end, or why there is none. */
function hold(pipe: string): number | string {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function startWatch(pipe: string, place: Place): void {
  const child = spawn('/bin/sh', ['-c', script, 'hallpass-watch', pipe, path.join(place.data, 'postmaster.pid')], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => {});
  child.unref();
}
