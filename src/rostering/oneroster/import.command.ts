import { stat } from 'node:fs/promises';
import { commandActor } from '../../access/command-actor.model.ts';
import { ownerTitles } from '../../dictionary/facts.model.ts';
import type { Actor } from '../../platform/actor.ts';
import type { App } from '../../platform/house.ts';
import { Problem } from '../../platform/problem.ts';
import { listCauses, showRun } from '../../runs/run.read-model.ts';
import { outcomeWords, type RunDetail } from '../../runs/run.schema.ts';
import { importSet } from './import.usecases.ts';

export type ImportOptions = {
  readonly connection: string;
  readonly allowDeletions: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly district: string;
};
type Stoppable = { stop(): Promise<void> };
type Print = { out(text: string): void; progress(text: string): void };

/**
 * `hallpass import`: asks for the run, works on it and watches it to its end, and says what became of every record, or, of
 * a dry run, what would. 0: all through; 1: some were refused.
 */
export async function importCommand(
  app: App,
  place: string,
  options: ImportOptions,
  print: Print,
  work: () => Promise<Stoppable>,
): Promise<number> {
  const found = await stat(place).catch(() => null);
  if (found === null) throw new Problem('connection.upload_lost', `${place} does not exist.`);
  const actor = commandActor(options.district);
  const asked = {
    connection: options.connection,
    name: place,
    allowDeletions: options.allowDeletions,
    dry: options.dryRun,
    trigger: 'person' as const,
  };
  print.progress(found.isDirectory() ? 'Reading the folder' : 'Unpacking the zip');
  const { run, joined } = await importSet(app, actor, asked, found.isDirectory() ? { folder: place } : { zip: place });
  if (joined) print.progress(`These files are being read already, by run ${run}`);
  // Asked before anything is worked on: an unfinished run of the same files is joined, not ended and then repeated.
  const worker = await work();
  try {
    return await report(app, actor, await watch(app, actor, run, print), options, print);
  } finally {
    await worker.stop();
  }
}

async function watch(app: App, actor: Actor, run: number, print: Print): Promise<RunDetail> {
  for (;;) {
    const detail = await showRun(app, actor, run);
    if (detail.finishedAt !== null) return detail;
    const at = detail.parts.filter((part) => part.state === 'running').map((part) => part.unit);
    const { done, of } = detail.progress;
    print.progress(
      `Run ${run}: ${done.toLocaleString('en')} of ${of.toLocaleString('en')} rows${at.length > 0 ? `, ${at.join(' and ')}` : ''}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function report(app: App, actor: Actor, run: RunDetail, options: ImportOptions, print: Print): Promise<number> {
  const { causes } = await listCauses(app, actor, run.id);
  const refused = run.invalid + run.blocked + run.held + run.rejected + run.conflict > 0;
  const failed = run.error?.entry === 'connection.defect' ? 3 : 2;
  const status = run.error !== null ? failed : refused ? 1 : 0;
  if (options.json) {
    print.out(JSON.stringify({ run, causes }));
    return status;
  }
  const counts = outcomeWords
    .filter((word) => run[word] > 0)
    .map((word) => `${run[word].toLocaleString('en')} ${word}`);
  if (run.dry) print.out('Dry run: nothing was written. This is what would happen.');
  print.out(
    `Run ${run.id} ${run.state}: ${run.entered.toLocaleString('en')} records entered: ${counts.join(', ') || 'none'}.`,
  );
  if (run.error !== null)
    print.out(`\n${run.error.title}. ${run.error.message}\n${run.error.steps.map((step) => `  - ${step}`).join('\n')}`);
  for (const note of [...run.notes, ...run.parts.flatMap((part) => part.notes)]) print.out(`\nNote: ${note.message}`);
  for (const { count, outcome, kind, explained } of causes) {
    print.out(
      `\n${count.toLocaleString('en')} ${kind} ${outcome}: ${explained.title}. Fixed by: ${ownerTitles[explained.owner]}.`,
    );
    print.out(`  For example: ${explained.message}\n  ${explained.meaning}`);
    for (const step of explained.steps) print.out(`  - ${step}`);
  }
  for (const held of run.wouldHold) print.out(`\nWould wait for a decision: ${held.message}`);
  if (run.holds.length > 0)
    print.out(
      '\nHeld deletions wait for a decision in the console; --allow-deletions lets them through at the next import.',
    );
  return status;
}
