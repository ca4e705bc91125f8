import { type AuditLine, changing, reading } from '../access/use-case.ts';
import type { Queries } from '../platform/database.ts';
import { partitionsOf } from './partition.repository.ts';
import { fixedKeeping, keepingOf, retentionClasses, retentionNames } from './retention.model.ts';
import { keepings, monthlyTables } from './retention.repository.ts';
import type { RetentionSettings, RetentionView } from './retention.schema.ts';
import { settingsOf, writeSettings } from './settings.repository.ts';

/** How long what is kept, and what there is of it. */
export const showRetention = reading('retention.read', (db, { district }, _: undefined) => viewOf(db, district));

/** Makes the days of a district these; what is not named is kept as long as usual. */
export const changeRetention = changing('retention.write', async (tx, { district }, settings: RetentionSettings) => {
  const before = await settingsOf(tx, district);
  await writeSettings(tx, district, settings);
  return { answer: await viewOf(tx, district), audit: auditOf(district, before, settings) };
});

async function viewOf(db: Queries, district: string): Promise<RetentionView> {
  const set = await settingsOf(db, district);
  const keeping = keepingOf(set);
  const partitions = await partitionsOf(db, monthlyTables);
  const others = (await keepings(db)).filter((one) => one.district !== district);
  const classes = retentionNames.map((name) => {
    const { title, what, days: usual, least, most } = retentionClasses[name];
    const months: readonly string[] = retentionClasses[name].months;
    const own = partitions.filter(({ table }) => months.includes(table));
    const byMonth = months.length > 0;
    return {
      name,
      title,
      what,
      days: keeping[name],
      set: set[name] ?? null,
      usual,
      least,
      most,
      byMonth,
      bytes: byMonth ? own.reduce((sum, { bytes }) => sum + bytes, 0) : null,
      oldest: own[0]?.month ?? null,
    };
  });
  const shared = others.some(({ keeping: theirs }) =>
    classes.some(({ name, byMonth, days }) => byMonth && theirs[name] > days),
  );
  return { classes, fixed: [...fixedKeeping], shared };
}

function auditOf(district: string, before: RetentionSettings, after: RetentionSettings): AuditLine[] {
  const [was, is] = [keepingOf(before), keepingOf(after)];
  const changed = retentionNames.filter((name) => was[name] !== is[name]);
  if (changed.length === 0) return [];
  const daysOf = (keeping: typeof was) => Object.fromEntries(changed.map((name) => [name, keeping[name]]));
  return [
    {
      action: 'retention.changed',
      subject: { kind: 'district', id: district, name: district },
      details: { before: daysOf(was), after: daysOf(is) },
    },
  ];
}
