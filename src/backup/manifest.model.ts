import { type Contents, type Manifest, manifestShape, type Sums, sumsShape } from './manifest.schema.ts';

/** Names of members: a table in pieces, in their order; a stored file by its place below the folder of files. */
export const memberNames = {
  manifest: 'manifest.json',
  sums: 'sums.json',
  secretKey: 'secret-key',
  piece: (table: string, no: number) => `tables/${table}/${String(no).padStart(6, '0')}`,
  file: (place: string) => `files/${place}`,
} as const;

/** What a member is: null where it is nothing that we write. */
export function memberOf(name: string): { readonly table: string } | { readonly file: string } | null {
  const table = /^tables\/([a-z][a-z0-9_]*)\/\d{6,}$/.exec(name)?.[1];
  if (table !== undefined) return { table };
  const file = /^files\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/.exec(name)?.[1];
  return file === undefined ? null : { file };
}

export const readManifest = (text: string): Manifest | null => manifestShape.safeParse(parsed(text)).data ?? null;
export const readSums = (text: string): Sums | null => sumsShape.safeParse(parsed(text)).data ?? null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the signature is over. */
export const signedText = ({ manifest, tables, files }: Omit<Sums, 'signature'>) =>
  JSON.stringify([
    manifest,
    Object.entries(tables).map(([name, { rows, bytes, sha256 }]) => [name, rows, bytes, sha256]),
    Object.entries(files).map(([name, { bytes, sha256 }]) => [name, bytes, sha256]),
  ]);

type Step = { readonly name: string; readonly hash: string };

/**
 * How many of our migrations the database of an archive had; or why its rows fit none of ours. They must be the first
 * ones of ours, unchanged.
 */
export function schemaOf(
  manifest: Pick<Manifest, 'migrations' | 'hallpass'>,
  ours: readonly Step[],
): { readonly migrations: number } | { readonly refused: string } {
  const newer = manifest.migrations.find(({ name }) => !ours.some((one) => one.name === name));
  if (newer !== undefined)
    return {
      refused: `It was made by a newer Hallpass (${manifest.hallpass}; it has ${newer.name}, which this one does not know). Install that version or a later one, and restore with it.`,
    };
  const other = manifest.migrations.find(({ name, hash }, at) => ours[at]?.name !== name || ours[at]?.hash !== hash);
  if (other !== undefined)
    return {
      refused: `It was made by another build of Hallpass (${other.name} is not the same there). Restore with the release that made it.`,
    };
  return { migrations: manifest.migrations.length };
}

/** Whether what was read is what the archive says of itself; null: it is, else what is not. */
export function whatDiffers(said: Sums, found: Omit<Sums, 'signature'>): string | null {
  if (said.manifest !== found.manifest) return 'its manifest was changed';
  for (const group of ['tables', 'files'] as const) {
    const [a, b] = [said[group], found[group]];
    const odd = [...Object.keys(a), ...Object.keys(b)].find((name) => a[name]?.sha256 !== b[name]?.sha256);
    if (odd !== undefined) return `${group === 'tables' ? 'table' : 'file'} ${odd} is not what was written`;
  }
  return null;
}

export function contentsOf(manifest: Manifest, sums: Omit<Sums, 'signature'>, encrypted: boolean): Contents {
  return {
    madeAt: manifest.madeAt,
    hallpass: manifest.hallpass,
    districts: manifest.districts.map(({ id }) => id),
    tables: Object.keys(sums.tables).length,
    rows: Object.values(sums.tables).reduce((sum, { rows }) => sum + rows, 0),
    files: Object.keys(sums.files).length,
    key: manifest.key,
    encrypted,
  };
}

/** 1234567 bytes as a person says them. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const at = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** at;
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/** The statement by which a table's rows of one district are found. */
export const ofDistrict = (table: string, district: string) =>
  `${table === 'district' ? 'id' : 'district_id'} = '${district.replaceAll("'", "''")}'`;
