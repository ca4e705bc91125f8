import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DistrictSummary } from './district.schema.ts';

export type Row = Readonly<Record<string, string>>;
/** A row as a strict reader meets it: cells, or why there are none. */
export type ReadRow = { readonly line: number; readonly raw: Buffer; readonly cells: readonly string[] | undefined };

/** For tests: a reader of its own, byte by byte: a row ends at a line end outside of quotes; text after a closing quote spoils the row. */
export function read(bytes: Buffer): ReadRow[] {
  const rows: ReadRow[] = [];
  let line = 1;
  let at = 0;
  while (at < bytes.length) {
    const [start, startLine] = [at, line];
    let quoted = false;
    while (at < bytes.length && (quoted || bytes[at] !== 0x0a)) {
      if (bytes[at] === 0x22) quoted = !quoted;
      if (bytes[at] === 0x0a) line++;
      at++;
    }
    const raw = bytes.subarray(start, bytes[at - 1] === 0x0d ? at - 1 : at);
    rows.push({ line: startLine, raw, cells: cellsOf(raw.toString('latin1')) });
    at++;
    line++;
  }
  return rows;
}

function cellsOf(text: string): string[] | undefined {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy;
  for (;;) {
    const found = cell.exec(text);
    if (found === null) return undefined;
    cells.push(Buffer.from(found[1]?.replaceAll('""', '"') ?? found[2] ?? '', 'latin1').toString('utf8'));
    if (found[3] === '') return cells;
  }
}

export function bytesOf(district: DistrictSummary, file: string): Buffer {
  return readFileSync(join(district.folder, `${file}.csv`));
}

export function rowsOf(district: DistrictSummary, file: string): Row[] {
  const [header, ...rows] = read(bytesOf(district, file));
  return rows.map(({ cells }) => asRow(header?.cells ?? [], cells ?? []));
}

export function asRow(header: readonly string[], cells: readonly string[]): Row {
  return Object.fromEntries(header.map((column, at) => [column, cells[at] ?? '']));
}

export function keysOf(district: DistrictSummary, file: string): Set<string> {
  return new Set(rowsOf(district, file).map((row) => row['sourcedId'] ?? ''));
}

export function headerOf(district: DistrictSummary, file: string): string {
  return bytesOf(district, file).toString('utf8').split('\r\n')[0] ?? '';
}

export function listOf(cell: string | undefined): string[] {
  return (cell ?? '').split(',').filter((id) => id !== '');
}

/** Every id that a row names, with the file it must stand in. */
const references: readonly (readonly [file: string, column: string, target: string])[] = [
  ['orgs', 'parentSourcedId', 'orgs'],
  ['academicSessions', 'parentSourcedId', 'academicSessions'],
  ['courses', 'orgSourcedId', 'orgs'],
  ['courses', 'schoolYearSourcedId', 'academicSessions'],
  ['classes', 'courseSourcedId', 'courses'],
  ['classes', 'schoolSourcedId', 'orgs'],
  ['classes', 'termSourcedIds', 'academicSessions'],
  ['users', 'orgSourcedIds', 'orgs'],
  ['users', 'primaryOrgSourcedId', 'orgs'],
  ['users', 'agentSourcedIds', 'users'],
  ['roles', 'userSourcedId', 'users'],
  ['roles', 'orgSourcedId', 'orgs'],
  ['demographics', 'sourcedId', 'users'],
  ['enrollments', 'classSourcedId', 'classes'],
  ['enrollments', 'schoolSourcedId', 'orgs'],
  ['enrollments', 'userSourcedId', 'users'],
];

/** That no id stands twice in a file and that none is named that is nowhere. */
export function expectWhole(district: DistrictSummary): void {
  for (const file of Object.keys(district.files).filter((name) => name !== 'manifest'))
    expect(keysOf(district, file).size, `${file} has an id twice`).toBe(district.files[file]?.rows);
  for (const [file, column, target] of references.filter(([name]) => district.files[name] !== undefined)) {
    const known = keysOf(district, target);
    const named = rowsOf(district, file).flatMap((row) => listOf(row[column]));
    expect(
      named.filter((id) => !known.has(id)),
      `${file}.${column}`,
    ).toEqual([]);
  }
}
