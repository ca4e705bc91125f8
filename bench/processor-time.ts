import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

/** Seconds of processor time, of programs and on their behalf: this process, and all of the database's. */
export type ProcessorTime = { readonly here: number; readonly database: number };

/** What was used so far; of a database on this machine, as Linux counts it. */
export async function processorTime(pool: pg.Pool): Promise<ProcessorTime> {
  const { user, system } = process.cpuUsage();
  return { here: (user + system) / 1e6, database: await ofDatabase(pool) };
}

export const since = (before: ProcessorTime, after: ProcessorTime): ProcessorTime => ({
  here: after.here - before.here,
  database: after.database - before.database,
});

const ticksASecond = 100;

async function ofDatabase(pool: pg.Pool): Promise<number> {
  const found = await pool.query<{ data_directory: string }>('show data_directory');
  const place = path.join(found.rows[0]?.data_directory ?? '', 'postmaster.pid');
  const postmaster = (await readFile(place, 'utf8')).split('\n', 1)[0];
  let ticks = 0;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // Behind the name in brackets, which may hold blanks: state, parent, … utime, stime, and those of ended children.
    const [, parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [own, ofEnded] = [Number(more[9]) + Number(more[10]), Number(more[11]) + Number(more[12])];
    if (pid === postmaster) ticks += own + ofEnded;
    else if (parent === postmaster) ticks += own;
  }
  return ticks / ticksASecond;
}
