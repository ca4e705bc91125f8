/** Tables that hold no district's data, or say where a district is; processes work for all districts. */
export const withoutDistrict: readonly string[] = ['district', 'directory', 'migration', 'worker'];
export const partitions = 4;

// Its name, its body, and the storage that its partitions get instead of it.
const created = /^create table (\w+) \(\n([\s\S]*?)\n\)(?: partition by range \(month\))?( with \([^()]*\))?;$/gm;

/**
 * The text of a migration with each table of district data spread by hash over the district's id (instead of by month).
 * A `create table` of a form it does not know is refused, never passed through; those named in `whole` stay as they are.
 */
export function hashPartitioned(sql: string, whole: readonly string[] = []): string {
  const all = sql.replaceAll(/--.*$/gm, '').match(/create\s+(\w+\s+)*table\b/gi)?.length ?? 0;
  const known = sql.match(created)?.length ?? 0;
  if (all !== known) throw new Error(`${all} tables are created, and ${known} of them in a form that is understood`);
  return sql.replaceAll(created, (text, name: string, body: string, storage?: string) =>
    whole.includes(name) ? text : spread(text, name, body, storage),
  );
}

function spread(whole: string, name: string, body: string, storage = ''): string {
  if (withoutDistrict.includes(name)) return whole;
  const parts = Array.from(
    { length: partitions },
    (_, at) =>
      `create table ${name}_h${at} partition of ${name} for values with (modulus ${partitions}, remainder ${at})${storage};`,
  );
  return [`create table ${name} (\n${body}\n) partition by hash (district_id);`, ...parts].join('\n');
}
