import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { DistrictOptions, DistrictSummary } from './district.schema.ts';
import { generateDistrict } from './generate.ts';

/** For tests: a folder that goes when the file's tests are done. */
export const home = mkdtempSync(join(tmpdir(), 'hallpass-district-'));
let made = 0;
afterAll(() => rmSync(home, { recursive: true, force: true }));

export const plain: DistrictOptions = { students: 1100, seed: 7, version: '1.1', mode: 'bulk' };

export async function aDistrict(options: Partial<DistrictOptions> = {}): Promise<DistrictSummary> {
  return generateDistrict(join(home, `d${made++}`), { ...plain, ...options });
}
