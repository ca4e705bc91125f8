import { z } from 'zod';
import { cursorOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import { entryOf } from '../dictionary/explain.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { openSetFile } from '../rostering/oneroster/file-set.repository.ts';
import { storeOf } from '../rostering/oneroster/import.usecases.ts';
import { lastReadings, type PartAgain } from './again.repository.ts';
import { doingOf } from './doing.repository.ts';
import { flowOfDistrict, type OfFlow } from './fix.repository.ts';
import type { FixPreview, fixPreviewAsk } from './fix.schema.ts';
import type { Group, Values } from './fix.ts';
import { readValues } from './form.model.ts';
import { type Offer, offerOf } from './offer.model.ts';
import { type Chosen, type Sum, sumOf, type TouchedRow, touchedRows, unitsOf } from './touched.repository.ts';

/** Whether the bytes of a part can be read again. */
export type IsThere = (part: PartAgain) => Promise<boolean>;

/** Looks for files of this machine; what lies on another's is taken to be there. */
export function lookFor(app: App): IsThere {
  const store = storeOf(app);
  return async ({ source, store: whose }) => {
    if (whose !== null && whose !== app.files.store) return true;
    try {
      const found = await openSetFile(source as Parameters<typeof openSetFile>[0], store);
      await found.close();
      return true;
    } catch {
      return false;
    }
  };
}

type Asked = {
  readonly name: string;
  readonly group: Group;
  readonly records?: readonly string[] | undefined;
  readonly values: Values;
};
export type Considered = {
  readonly of: OfFlow;
  readonly offer: Offer;
  readonly values: Values;
  readonly which: Chosen;
  readonly sum: Sum;
};

/** What a fix that was asked for comes to: refused where it is none for the group, is not filled in, or is in force already. */
export async function consider(db: Queries, district: string, now: Date, asked: Asked): Promise<Considered> {
  const { name, group, records } = asked;
  const of = await flowOfDistrict(db, district, group.flow, now);
  const offer = offerOf(group, name);
  if (offer === undefined || (records !== undefined && !offer.description.picks))
    throw refuse('request.fix_not_offered', { fix: name });
  const values = readValues(offer.description, asked.values, of.today);
  const other = await doingOf(offer.fix.name).inTheWay(db, of, group);
  if (other !== null) throw refuse('request.fix_in_force', { fix: String(other) });
  const which = { group, records: records ?? null };
  return { of, offer, values, which, sum: await sumOf(db, of, which) };
}

const previewing = reading(
  'fixes.apply',
  async (
    db,
    scope,
    { isThere, ...asked }: z.output<typeof fixPreviewAsk> & { readonly isThere: IsThere },
  ): Promise<FixPreview> => {
    const { of, offer, values, which, sum } = await consider(db, scope.district, scope.now, asked);
    const after = readCursor(asked.cursor, z.tuple([z.string(), z.string()]));
    const rows = await touchedRows(db, of, which, after, asked.limit + 1);
    const shown = rows.slice(0, asked.limit);
    const last = shown.at(-1);
    const again = offer.fix.carries === 'left' || (await canBeRead(db, of, which, isThere));
    return {
      name: offer.fix.name,
      title: offer.description.title,
      records: sum.records,
      waiting: sum.waiting,
      digest: sum.digest,
      carried: again ? 'at_once' : 'next_reading',
      warnings: [...offer.fix.warns(sum)],
      rows: shown.map((row) => rowOf(offer, values, row)),
      nextCursor: rows.length > asked.limit && last !== undefined ? cursorOf(last.kind, last.key) : null,
    };
  },
);

/** What a fix would make of each of its records. */
export const previewFix = (app: App, actor: Actor, asked: z.output<typeof fixPreviewAsk>) =>
  previewing(app, actor, { ...asked, isThere: lookFor(app) });

async function canBeRead(db: Queries, of: OfFlow, which: Chosen, isThere: IsThere): Promise<boolean> {
  const units = await unitsOf(db, of, which);
  const parts = await lastReadings(db, of, units);
  const there = await Promise.all(parts.map(isThere));
  return parts.length === units.length && there.every((one) => one);
}

function rowOf({ fix }: Offer, values: Values, { kind, key, facts }: TouchedRow): FixPreview['rows'][number] {
  return {
    kind,
    key,
    file: facts['file'] ?? null,
    line: facts['line'] === undefined ? null : Number(facts['line']),
    ...fix.show({ kind, facts }, values),
    still: fix.carries === 'left' ? [] : stillWrong(facts['also']),
  };
}

/** The other faults of a record, which are told with their column: `oneroster.date_unreadable (beginDate)`. */
function stillWrong(also: string | undefined): string[] {
  if (also === undefined) return [];
  return also.split(', ').map((one) => {
    const [entry = '', ...column] = one.split(' ');
    return [entryOf(entry).title, ...column].join(' ');
  });
}
