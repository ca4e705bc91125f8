import type { App } from '../platform/house.ts';
import { planPrune, prune } from './prune.job.ts';
import { type RetentionClass, retentionClasses, sizeInWords } from './retention.model.ts';
import type { Pruned } from './retention.schema.ts';

type Options = { readonly dryRun: boolean; readonly json: boolean };

/** `hallpass retention`: removes what has had its time, or says what would be; 1: something is still read and goes later. */
export async function retentionCommand(
  app: App,
  { dryRun, json }: Options,
  print: (text: string) => void,
): Promise<0 | 1> {
  const plan = await planPrune(app.db, app.clock());
  const done = dryRun ? plan : await prune(app, app.clock());
  if (done === null) {
    print(json ? 'null\n' : 'Another process is doing it just now.\n');
    return 1;
  }
  print(json ? `${JSON.stringify(done)}\n` : told(done, dryRun));
  return dryRun || done.months.length >= plan.months.length ? 0 : 1;
}

function told({ months, rows }: Pruned, dryRun: boolean): string {
  if (months.length + rows.length === 0) return 'Nothing has had its time.\n';
  const bytes = months.reduce((sum, one) => sum + one.bytes, 0);
  const titleOf = (name: RetentionClass) => retentionClasses[name].title;
  const lines = [
    ...months.map((one) => `${one.month.slice(0, 7)}  ${titleOf(one.class)} (${one.table}), ${sizeInWords(one.bytes)}`),
    ...rows.map((one) => `${one.district}  ${titleOf(one.class)}, ${one.rows.toLocaleString('en')} rows`),
  ];
  const all = rows.reduce((sum, one) => sum + one.rows, 0);
  const sum = `${months.length} months with ${sizeInWords(bytes)}, and ${all.toLocaleString('en')} rows`;
  return `${lines.join('\n')}\n${dryRun ? `${sum} would be removed; nothing was.` : `${sum} were removed.`}\n`;
}
