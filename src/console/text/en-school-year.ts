import type { RekeyKind } from '../../school-year/rekey.schema.ts';
import type { TermFinding } from '../../school-year/school-year.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const sections = (count: number) => plural(count, { one: '# section', other: '# sections' });
const enrollments = (count: number) => plural(count, { one: '# enrollment', other: '# enrollments' });
const terms = (count: number) => plural(count, { one: '# term', other: '# terms' });
const pairs = (count: number) => plural(count, { one: '# pair', other: '# pairs' });

export const schoolYear = {
  title: 'School year',
  lead: 'From the last night of one year to the first of the next, step by step. What is done stays done when you leave this page, and each step can be taken back until the year is finished.',
  titleOf: (year: string) => `School year ${year}`,
  ends: (day: string, who: string) => `The year before it ends on ${day}. Begun by ${who}.`,
  last: (year: string) => `The school year ${year} was finished`,
  begin: {
    title: 'Begin a school year',
    what: 'Begin some weeks before your SIS is rolled over. Nothing changes yet: the steps that change something say so, and ask.',
    name: 'The year that begins',
    nameHelp: 'As your people call it, such as 2027/28',
    endsOn: 'Last day of the year that ends',
    endsOnHelp: 'Terms that have ended by this day can be archived.',
    save: 'Begin',
  },
  mayNot: 'You may look at this page. To change something you need the right to begin a school year.',
  done: 'Done',
  open: 'To do',
  optional: 'If you want',
  undo: 'Take back',
  steps: {
    pause: {
      title: 'Pause while the SIS is rolled over',
      what: 'A source that is being rolled over shows half of two years. While a connection is paused nothing of it comes in, and what is there stays.',
      connections: 'Connections',
      from: 'First day',
      to: 'Last day',
      save: 'Plan the pause',
      change: 'Change the pause',
      planned: (from: string, to: string) => `Planned from ${from} to ${to}. It begins and ends by itself.`,
      states: { planned: 'Pause planned', begun: 'Pause has begun', over: 'Pause is over' },
      none: 'No connection brings a roster yet.',
    },
    terms: {
      title: 'Look at the terms',
      what: 'The terms of the next year must come with the roster before its sections do.',
      fine: 'Nothing stands out: where there are terms, the next year is there, and none reaches over the last day.',
      findings: {
        next_missing: (connection: string) =>
          `${connection}: no term of the next year is there yet. Have it entered in the SIS; it comes with the next reading.`,
        reaches_over: (connection: string, term: string, from: string, to: string) =>
          `${connection}: ${term} (${from} to ${to}) reaches over the last day, and so stays with its sections.`,
        next_overlap: (connection: string, term: string, from: string, to: string) =>
          `${connection}: ${term} (${from} to ${to}) begins before another of its kind has ended. Is it there twice?`,
      } satisfies Record<TermFinding['what'], (...facts: string[]) => string> as Record<
        TermFinding['what'],
        (...facts: string[]) => string
      >,
    },
    archive: {
      title: 'Archive the last year',
      what: 'Its sections and enrollments leave the lists of now. They keep their history and can be looked up; when the SIS drops them, nothing is deleted and nothing is held for review.',
      would: (termCount: number, sectionCount: number, enrollmentCount: number) =>
        `${terms(termCount)}, with ${sections(sectionCount)} and ${enrollments(enrollmentCount)} that belong to no other.`,
      nothing: 'No term has ended by the last day, so there is nothing to archive.',
      action: 'Archive',
      dialog: 'Archive the last year',
      done: 'Archived',
      which: 'Which terms',
      span: (from: string, to: string) => `${from} to ${to}`,
    },
    thresholds: {
      title: 'Allow what a rollover changes, and no more',
      what: 'For as long as this year is open, more people may come and go in a night than otherwise, while a loss of sections of the new year, or of a school, waits for you. When the year is finished the rules are what they were.',
      rules: [
        'More than 10 sections and 5% of a school gone: they wait',
        'More than 10 people and 30% of a school gone: they wait',
        'More than 50 enrollments and 30% of a school gone: they wait',
        'More than 50 people and 40% of a school new: they wait',
        'Any school gone: it waits',
      ],
      action: 'Use these rules',
      set: (who: string) => `In force, set by ${who}. You can change them on the page of each connection.`,
    },
    dry: {
      title: 'Try the first night',
      what: 'Reads everything, writes nothing, and says what the first night would do. It can be tried while the connection is paused, as often as you like.',
      action: 'Try it',
      again: 'Try again',
      run: (run: number) => `Run ${run}`,
      told: (created: number, updated: number, deleted: number, held: number) =>
        `${number(created)} new, ${number(updated)} changed, ${number(deleted)} deleted, ${number(held)} would wait for review`,
      working: 'Under way',
      notFetched: 'Its files are sent to Hallpass, so a dry run is asked for where they are uploaded.',
    },
    resume: {
      title: 'Let the first night run',
      what: 'Resume what is paused, or wait until the pause ends by itself. Everything is read then.',
      action: 'Resume',
      active: 'Active',
      paused: 'Paused',
      read: 'Read since the year was begun',
      unread: 'Not read yet since the year was begun',
      holds: (count: number) => `${plural(count, { one: 'One hold waits', other: '# holds wait' })} for your decision`,
    },
    newIds: {
      title: 'Look for sections and people under new ids',
      what: 'Some systems give new ids in a rollover. Then the same section comes as a new one, and the old one seems to be gone. Joined, they are one again: nobody loses history, and the next night changes nothing.',
      look: 'Look',
      looksOf: (name: string) => `Look at ${name}`,
    },
    finish: {
      title: 'Finish',
      what: 'The rules of a rollover end. What is archived stays archived, and can no longer be brought back from here.',
      action: 'Finish the school year',
      dialog: 'Finish the school year',
      giveUp: 'Give it up',
      giveUpWhat: 'As if it had not been begun: the planned pause and the rules are taken back.',
    },
  },
  rekey: {
    title: 'New ids',
    see: 'See which they are, and join them.',
    lead: 'Records that their source no longer shows, and new ones that look like the same under another id. Confirm those that are: they become one record again, with its history.',
    none: 'No record seems to have got a new id',
    noneHelp:
      'Nothing that the source no longer shows looks like something that is new. A rekey shows here when a night has brought the new records and the old ones are held for review, or were deleted.',
    counts: (missing: number, fresh: number, kinds: string) =>
      `${number(missing)} ${kinds} are missing, ${number(fresh)} are new.`,
    people: 'Join people first: sections are known by who is in them.',
    groups: { user: 'People', class: 'Sections' } satisfies Record<RekeyKind, string> as Record<RekeyKind, string>,
    groupOf: (kind: string, school: string) => `${kind} of ${school}`,
    noSchool: 'no school',
    sure: (count: number) => `${pairs(count)} sure`,
    unsure: (count: number) => `${number(count)} to look at`,
    choose: (group: string) => `Join ${group}`,
    columns: { was: 'Was', is: 'Is now', why: 'Alike by', join: 'The same' },
    same: (was: string, is: string) => `${was} and ${is} are the same`,
    because: {
      title: 'title',
      code: 'code',
      course: 'course',
      terms: 'terms',
      teachers: 'teachers',
      students: 'students',
      identifier: 'number',
      username: 'user name',
      email: 'e-mail',
      name: 'name',
    } as Record<string, string>,
    first: (count: number) => `The first ${number(count)} are shown, those to look at before the others.`,
    percent: (score: number) => `${number(Math.round(score * 100))}%`,
    action: (count: number) => `Join ${pairs(count)}`,
    dialog: 'Join these records',
    what: (count: number) =>
      `${pairs(count)} become one record each, under the new id. This cannot be taken back at a click.`,
    word: 'join',
    asked: (run: number) => `They are being joined by run ${run}.`,
    last: (run: number) => `Records were joined last by run ${run}.`,
    up: 'School year',
  },
};
