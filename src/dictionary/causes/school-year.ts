import type { Cause } from './cause.ts';

/** What can be wrong with requests about school years, new ids and expectations. */
export const schoolYearCauses: Readonly<Record<string, Cause>> = {
  'request.expectation_not_learned': {
    title: 'This cannot be called normal',
    meaning: 'Only what is learned from earlier days can be learned anew.',
  },
  'request.school_year_open': {
    title: 'A school year is being begun already',
    meaning: 'One new school year is prepared at a time.',
  },
  'request.school_year_state': {
    title: 'The school year does not stand so',
    meaning: 'A step of a new school year cannot be done as things stand now.',
  },
  'request.school_year_confirm': {
    title: 'What was typed is not the name',
    meaning: 'A step that changes much was not confirmed by the name that it asks for.',
  },
  'request.rekey_changed': {
    title: 'The pairs are no longer as they were shown',
    meaning: 'What would be joined has changed between looking and confirming.',
  },
};
