import type { FixState } from '../../fixes/fix.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const records = (count: number) => plural(count, { one: '# record', other: '# records' });

export const fixes = {
  title: 'Fixes',
  lead: 'What was done about whole groups of records at once, whether it helped, and how it is taken back.',
  none: 'No fix yet',
  noneHelp:
    'Where an issue can be put right from here, its groups have a button for it. What is done then stands here.',
  noneFiltered: 'No fix matches this filter.',
  states: {
    applied: 'Applied',
    proved: 'Proved',
    failed: 'Failed',
    undone: 'Taken back',
  } satisfies Record<FixState, string> as Record<FixState, string>,
  filterState: 'State',
  anyState: 'Any state',
  columns: { fix: 'Fix', connection: 'Connection', records: 'Records', state: 'State', by: 'By', when: 'When' },
  one: (id: number) => `Fix ${number(id)}`,
  records,
  offers: 'What can be done from here',
  form: { next: 'Show what it does' },
  preview: {
    title: (count: number) => `${plural(count, { one: 'This record', other: 'These # records' })}`,
    help: 'Take the tick from a record that is to stay as it is.',
    columns: { record: 'Record', before: 'Now', after: 'Then' },
    take: (key: string) => `Apply it to ${key}`,
    still: (what: string) => `Still refused: ${what}`,
    nextReading:
      'What was read last is no longer kept, so these records come with the next reading: the next import of files, or the next sync.',
    none: 'No record needs this fix any more.',
    close: 'Close',
    back: 'Back',
    apply: (count: number) => `Apply to ${records(count)}`,
    lists: (shown: number, of: number) => `${number(shown)} of ${records(of)}`,
  },
  standing: {
    working: (run: number) => `Run ${number(run)} carries the records again.`,
    waiting: (count: number) => `${records(count)} wait for the next reading.`,
    proved: (count: number) => plural(count, { one: 'The record got through.', other: 'All # records got through.' }),
    left: (count: number) => plural(count, { one: 'The record is left out.', other: 'All # records are left out.' }),
    failed: (refused: number, of: number) => `${number(refused)} of ${records(of)} are still refused.`,
    noneRefused: 'Its run found records of it still refused; none of them is now.',
    undone: 'It was taken back.',
    run: (run: number) => `Run ${number(run)}`,
  },
  facts: {
    connection: 'Connection',
    records: 'Records',
    waited: (count: number) => `${number(count)} more waited for these`,
    group: 'For',
    madeBy: 'Applied by',
    undoneBy: 'Taken back by',
    when: 'When',
    at: (name: string, value: string) => `${name} “${value}”`,
  },
  values: { word: 'Read as', reason: 'Reason', until: 'Until the end of' } as Readonly<Record<string, string>>,
  undo: {
    title: 'Take it back',
    help: 'What the fix said no longer holds, and its records are judged again as if there had been none.',
    action: 'Take back',
    removes: (count: number) => `${records(count)} that came in by it are deleted from the roster.`,
    restores: (count: number) => `${records(count)} that it changed are as they were before.`,
    later: 'Records that came later by the same words stay; the next reading refuses them, as it did before the fix.',
    confirm: (count: number) => `Take back, and delete ${records(count)}`,
    done: 'The fix was taken back',
  },
  mappings: {
    title: 'Words of this source',
    help: 'Words that OneRoster does not know, and what they are read as. Each was said by a fix, and goes when that is taken back.',
    none: 'This source has no words of its own.',
    columns: { column: 'Column', value: 'It writes', word: 'Read as', fix: 'Since' },
    except: (count: number) => `not in ${records(count)}`,
  },
};
