// One at a time across processes: a folder is made or it is not, on every file system.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const heartbeatMs = 1_000;
/** A holder that was killed leaves its folder; without a heartbeat for this long it is nobody's. */
const staleMs = 10_000;
const pollMs = 200;

/**
 * Runs `work` while `folder` is held; waits for another holder, calling `onWait` once.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withFolderLock(folder, work, onWait = () => {}) {
  mkdirSync(dirname(folder), { recursive: true });
  let waited = false;
  while (!take(folder)) {
    if (!waited) onWait();
    waited = true;
    dropIfStale(folder);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const heartbeat = setInterval(() => touch(folder), heartbeatMs);
  const release = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => {
    release();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('SIGINT', stop).off('SIGTERM', stop);
    release();
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'holder'), `${process.pid} ${Date.now()}`);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // The folder was taken for stale (a laptop that slept): the work goes on, nothing can be said to it.
  }
}

/** Moves a stale folder away under a name of our own, so that of two that wait only one removes it. */
function dropIfStale(folder) {
  const before = holderOf(folder);
  if (before === undefined || Date.now() - before.seenMs < staleMs) return;
  const aside = `${folder}.${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch {
    return;
  }
  const moved = holderOf(aside);
  if (moved !== undefined && moved.name !== before.name) renameSync(aside, folder);
  else rmSync(aside, { recursive: true, force: true });
}

function holderOf(folder) {
  try {
    const seenMs = statSync(folder).mtimeMs;
    return { seenMs, name: nameIn(folder) };
  } catch {
    return undefined;
  }
}

function nameIn(folder) {
  try {
    return readFileSync(join(folder, 'holder'), 'utf8');
  } catch {
    return '';
  }
}
