import { describe, test } from 'vitest';
import { contractOf } from '../contract-suite.ts';
import { oneroster } from './oneroster.connector.ts';
import { recordedProvider } from './oneroster.recorded.ts';

describe.each(['1.1', '1.2'] as const)('OneRoster %s keeps to the contract:', (version) => {
  for (const { name, run } of contractOf(oneroster, recordedProvider(version))) test(name, run);
});
