import type { Command } from 'commander';
import type { Program } from '../backup/backup.usecases.ts';
import { verify } from '../backup/restore.usecases.ts';
import type { CommandLine } from '../backup/upkeep.command.ts';
import { archiveAt, freshFile } from '../platform/archive-file.ts';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { askTyped, printer } from '../platform/terminal.ts';
import { exportDistrict, importDistrict, type Moved, removeDistrict } from './district-move.usecases.ts';

// One district to another hub: 0 done, 2 nothing was done and why.

/** The commands that carry a district elsewhere. */
export function districtCommands(program: Command, line: CommandLine): void {
  const district = program.command('district').description('one district: carry it to another hub');

  district
    .command('export')
    .description('write all of a district into one encrypted file')
    .argument('<id>', 'the district')
    .argument('<file>', 'where to write it')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nExample:\n  BACKUP_KEY=… hallpass district export north north.hallpass')
    .action((id: string, file: string, options: { json: boolean }) =>
      line.withApp('command', (app) => exportCommand(app, id, file, options, line.self)),
    );

  district
    .command('import')
    .description('take a district in, while the hub goes on with its others')
    .argument('<file>', 'what `hallpass district export` wrote; - for stdin')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nExample:\n  BACKUP_KEY=… hallpass district import north.hallpass')
    .action((file: string, options: { json: boolean }) =>
      line.withApp('command', (app) => importCommand(app, file, options)),
    );

  district
    .command('remove')
    .description('remove all data of a district from this hub for good, after its id was typed')
    .argument('<id>', 'the district')
    .option('--confirm <id>', 'the id again, for scripts')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nExample:\n  hallpass district remove north')
    .action((id: string, options: { json: boolean; confirm?: string }) =>
      line.withApp('command', (app) => removeCommand(app, id, options)),
    );
}

type Options = { readonly json: boolean };

/** `hallpass district export ID FILE`. */
async function exportCommand(
  app: App,
  district: string,
  file: string,
  { json }: Options,
  program: Program,
): Promise<0> {
  const print = printer();
  const fresh = await freshFile(file);
  try {
    const asked = { district, out: fresh.out, key: app.config.backupKey, program, progress: print.progress };
    const moved = await exportDistrict(app, asked, async () => {
      print.progress('the file is read back');
      if (asked.key?.startsWith('age1') !== true) await verify((await archiveAt(fresh.path)).open(), asked.key);
      await fresh.keep();
    });
    if (json) print.out(JSON.stringify({ file, bytes: fresh.bytes(), ...moved }));
    else
      print.out(
        `${figures(moved)} of ${district} are in ${file}, encrypted with BACKUP_KEY.${unreadable(moved)} Take them in elsewhere with hallpass district import. The district is still here, and goes on.`,
      );
    return 0;
  } finally {
    await fresh.drop();
    print.end();
  }
}

/** `hallpass district import FILE`. */
async function importCommand(app: App, file: string, { json }: Options): Promise<0> {
  const print = printer();
  try {
    const archive = await archiveAt(file);
    const moved = await importDistrict(app, { archive, key: app.config.backupKey, progress: print.progress });
    if (json) print.out(JSON.stringify({ file, ...moved }));
    else
      print.out(
        `${figures(moved)} of ${moved.districts.join(', ')} are here now, as they were at ${moved.madeAt}.${unreadable(moved)} Remove the district where it came from (hallpass district remove), so that it is synced by one hub only.`,
      );
    return 0;
  } finally {
    print.end();
  }
}

/** `hallpass district remove ID`. */
async function removeCommand(
  app: App,
  district: string,
  { json, confirm }: Options & { readonly confirm?: string },
): Promise<0> {
  const print = printer();
  try {
    const question = `All data of ${district} will be removed from this hub for good. Type ${district} to go on: `;
    const typed = confirm ?? (await askTyped(question));
    if (typed === null)
      throw new Problem(
        'connection.restore_refused',
        `Removing needs the district’s id typed, or --confirm ${district}. Nothing was removed.`,
      );
    const rows = await removeDistrict(app, district, typed);
    if (json) print.out(JSON.stringify({ district, rows }));
    else print.out(`${rows} rows were removed; ${district} is no longer here.`);
    return 0;
  } finally {
    print.end();
  }
}

const figures = ({ rows, tables, files }: Moved) =>
  `${rows} rows of ${tables} tables${files > 0 ? ` and ${files} stored files` : ''}`;
const unreadable = ({ unreadable: n }: Moved) =>
  n === 0
    ? ''
    : ` ${n} sealed values do not open with the secret key of this hub and are carried as they are: enter those credentials anew.`;
