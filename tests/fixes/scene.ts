import { sql } from 'kysely';
import { showFix } from '../../src/fixes/fix.read-model.ts';
import type { FixDetail, FixPreview } from '../../src/fixes/fix.schema.ts';
import { applyFix, undoFix } from '../../src/fixes/fix.usecases.ts';
import { previewFix } from '../../src/fixes/preview.usecases.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { RunDetail } from '../../src/runs/run.schema.ts';
import { type District, endOf } from '../import/scene.ts';

export type Group = {
  readonly flow: number;
  readonly entry: string;
  readonly kind: string | null;
  readonly facts: Record<string, string>;
};

/** The records of the first flow that cannot be taken because of a word of the source. */
export const unknownWord = (kind: string, column: string, value: string): Group => ({
  flow: 1,
  entry: 'oneroster.value_not_allowed',
  kind,
  facts: { column, value },
});

type Asked = {
  readonly name: 'value.map' | 'record.leave_out';
  readonly group: Group;
  readonly values: Record<string, string>;
  readonly records?: string[];
};
export const means = (group: Group, word: string): Asked => ({ name: 'value.map', group, values: { word } });
export const leftOut = (group: Group, records?: string[], values: Record<string, string> = {}): Asked => ({
  name: 'record.leave_out',
  group,
  values: { reason: 'a test student', ...values },
  ...(records === undefined ? {} : { records }),
});

export const preview = ({ app, actor }: District, asked: Asked, limit = 100): Promise<FixPreview> =>
  previewFix(app, actor, { ...asked, limit });

type More = { readonly without?: string[]; readonly digest?: string; readonly actor?: Actor };

/** Looks at a fix and applies it to what was seen. */
export async function apply(district: District, asked: Asked, more: More = {}): Promise<FixDetail> {
  const digest = more.digest ?? (await preview(district, asked)).digest;
  const actor = more.actor ?? district.actor;
  const { no } = await applyFix(district.app, actor, { ...asked, without: more.without ?? [], digest });
  return showFix(district.app, actor, no);
}

/** The fix, when its run has ended, and that run. */
export async function carried(district: District, { id, run }: FixDetail): Promise<{ fix: FixDetail; run: RunDetail }> {
  if (run === null) throw new Error(`fix ${id} has no run`);
  const ended = await endOf(district, run);
  return { fix: await showFix(district.app, district.actor, id), run: ended };
}

/** Takes a fix back, and waits for the runs by which that happens. */
export async function takeBack(district: District, { id }: FixDetail): Promise<FixDetail> {
  await undoFix(district.app, district.actor, id);
  const asked = await sql<{
    no: number;
  }>`select no from run where district_id = ${district.id} and scope ->> 'fix' = ${String(id)}`.execute(
    district.app.db,
  );
  for (const { no } of asked.rows) await endOf(district, no);
  return showFix(district.app, district.actor, id);
}

/** `kind key: state entry` of all that is not fine. */
export async function notFine({ app, id }: District): Promise<readonly string[]> {
  const found = await sql<{
    told: string;
  }>`select kind || ' ' || key || ': ' || state || ' ' || entry as told from record
    where district_id = ${id} order by 1`.execute(app.db);
  return found.rows.map(({ told }) => told);
}
