import type { FileName, Version } from './columns.ts';

export type Mode = 'bulk' | 'delta';

export type DistrictOptions = {
  readonly students: number;
  readonly seed: number;
  readonly version: Version;
  readonly mode: Mode;
  /** 0 to 1, of the rows of users, classes and enrollments; guardians and rows that hang on a refused row are never chosen. */
  readonly brokenShare?: number;
  /** Names from breaks.ts; all that fit the version where absent. */
  readonly breaks?: readonly string[];
  /** 0 to 1: the same district with that share of its rows changed. */
  readonly changedShare?: number;
  /** Which rows change; 0 where absent. */
  readonly changeSeed?: number;
  /** Also writes `<folder>.zip`. */
  readonly zip?: boolean;
  /** Also writes demographics.csv. */
  readonly demographics?: boolean;
  /** Where to write each row that must not pass, and each that hangs on one, as NDJSON; best outside of the folder. */
  readonly expectedFile?: string;
  /** How many broken rows the summary lists; 1,000 where absent. */
  readonly listed?: number;
};

export type Kind = 'org' | 'academicSession' | 'course' | 'class' | 'user' | 'role' | 'enrollment';

/** What an import must answer: a first one of a base set, or one of a changed set on top of its base set. */
export type ExpectedCounts = {
  created: number;
  updated: number;
  deleted: number;
  unchanged: number;
  invalid: number;
  /** Broken rows whose parent is nowhere, and `dependents`. */
  blocked: number;
  /** Those of `blocked` that are sound but hang on a row that was refused. */
  dependents: number;
};

export type BrokenRow = {
  readonly file: FileName;
  /** Physical line on which the row starts; the header is line 1. */
  readonly line: number;
  /** The sourcedId as it stands in the file; empty where the break took it. */
  readonly key: string;
  /** The break's name, or `dependent` for a sound row that hangs on a refused one. */
  readonly break: string;
  readonly outcome: 'invalid' | 'blocked';
  /** The dictionary's entry. */
  readonly entry: string;
};

export type FileFigures = { readonly rows: number; readonly bytes: number; readonly sha256: string };

export type DistrictSummary = {
  readonly folder: string;
  readonly options: DistrictOptions;
  readonly shape: {
    readonly schools: number;
    readonly students: number;
    readonly teachers: number;
    readonly guardians: number;
    readonly courses: number;
    readonly classes: number;
    readonly enrollments: number;
  };
  /** By name without `.csv`, manifest included; rows without the header. */
  readonly files: Readonly<Record<string, FileFigures>>;
  readonly expected: Readonly<Record<Kind, ExpectedCounts>>;
  /** `rows` is cut at `listed`; `total` and `byBreak` are not; dependents are in none of them. */
  readonly broken: {
    readonly total: number;
    readonly byBreak: Readonly<Record<string, number>>;
    readonly rows: readonly BrokenRow[];
  };
  readonly zip?: { readonly path: string; readonly bytes: number; readonly sha256: string };
};
