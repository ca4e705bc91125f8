import type { Held } from '../../runs/job.ts';
import { heldSample, heldSchool, heldSchools } from './held-list.read-model.ts';
import { odditiesOf } from './oddity.read-model.ts';

/** What people are shown of held records of a roster. */
export const heldRoster: Held = {
  schoolOf: heldSchool,
  schools: heldSchools,
  sample: heldSample,
  odd: odditiesOf,
};
