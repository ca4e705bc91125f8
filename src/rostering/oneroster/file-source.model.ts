import type { Version } from './columns.model.ts';
import type { Shard } from './file-scan.model.ts';
import type { Mode } from './row.model.ts';

/** What a part of a file import knows of its source; stored with the part. */
export type FileSource = {
  readonly file: string;
  readonly sha256: string;
  readonly version: Version;
  readonly mode: Mode;
  readonly shard: Shard;
  readonly path: string;
  readonly sealed: boolean;
};
