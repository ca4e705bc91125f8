import { z } from 'zod';

// What an archive says of itself: the manifest is its first member, the sums are its last.

/** Names that go into statements: those of our own tables and columns, and nothing else. */
const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

export const manifestShape = z.object({
  format: z.literal(1),
  /** A whole database, or all of one district. */
  kind: z.enum(['backup', 'district']),
  hallpass: z.string(),
  postgres: z.string(),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), hash })),
  /** In the order in which they can be written. */
  tables: z.array(z.object({ name, columns: z.array(name).min(1) })),
  partitions: z.array(z.object({ name, of: name, from: day, to: day })),
  districts: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Tells one secret key from another: which one opens what is sealed in it. */
  key: z.string(),
  /** Where stored files lay, as parts of runs name them. */
  store: z.object({ name: z.string(), folder: z.string() }),
});
export type Manifest = z.output<typeof manifestShape>;

const sum = z.object({ bytes: count, sha256: hash });
export const sumsShape = z.object({
  manifest: hash,
  tables: z.record(name, sum.extend({ rows: count })),
  files: z.record(z.string(), sum),
  /** Over all of the above, by the secret key of the hub that made it. */
  signature: z.string(),
});
export type Sums = z.output<typeof sumsShape>;
export type Sum = z.output<typeof sum>;

/** What a command answers of an archive that it wrote or read. */
export type Contents = {
  readonly madeAt: string;
  readonly hallpass: string;
  readonly districts: readonly string[];
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly key: string;
  readonly encrypted: boolean;
};
