import { readFile, writeFile } from 'node:fs/promises';
import { commandActor } from '../access/command-actor.model.ts';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import type { ImportAnswer } from './own-entry.schema.ts';
import { exportEntries, importEntries, listOwnEntries } from './own-entry.usecases.ts';

type Print = (text: string) => void;
type Options = { readonly district: string; readonly json: boolean };

/** `hallpass dictionary export`: the district's entries as a file, or printed. 0: done. */
export async function exportCommand(
  app: App,
  { district, json, file }: Options & { readonly file: string | undefined },
  print: Print,
): Promise<0> {
  const actor = commandActor(district);
  const text = json
    ? `${JSON.stringify(await listOwnEntries(app, actor, undefined), null, 2)}\n`
    : await exportEntries(app, actor, undefined);
  if (file === undefined) print(text);
  else
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
      throw new Problem('request.body_invalid', `${file} cannot be written: ${error.message}.`);
    });
  return 0;
}

/** `hallpass dictionary import`: 0 done or nothing to do, 2 a mistake in the file, whereupon nothing was imported. */
export async function importEntriesCommand(
  app: App,
  { district, json, file, dryRun }: Options & { readonly file: string; readonly dryRun: boolean },
  print: Print,
  complain: Print,
): Promise<0 | 2> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      'request.not_found',
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  const came = await importEntries(app, commandActor(district), { text, dryRun, secrets: app.secrets });
  if (json) print(`${JSON.stringify({ ...came, dryRun })}\n`);
  else if (came.problems.length === 0) print(`${told(came, dryRun)}\n`);
  else for (const problem of came.problems) complain(`${placed(file, problem)}\n`);
  if (came.problems.length > 0 && !json) complain('Nothing was imported.\n');
  return came.problems.length > 0 ? 2 : 0;
}

function placed(file: string, { entry, line, message }: ImportAnswer['problems'][number]): string {
  const where = line === undefined ? file : `${file}:${line}`;
  // A name may hold what a terminal would obey.
  return `${where} ${entry === '' ? '' : `${entry}: `}${message}`.replaceAll(/\p{Cc}/gu, '�');
}

function told({ created, updated, unchanged }: ImportAnswer, dryRun: boolean): string {
  const counts = `${created} new, ${updated} changed, ${unchanged} as they were`;
  return dryRun ? `It would be ${counts}; nothing was written.` : `Imported: ${counts}.`;
}
