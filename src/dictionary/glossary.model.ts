import type { SystemId, ToldCause, ToldMatch } from './entry.schema.ts';
import { ownerTitles } from './facts.model.ts';
import { type System, systems } from './systems.ts';

/** A word of the guides that not everybody knows. */
export type Word = {
  readonly word: string;
  readonly meaning: string;
  /** The kinds of systems, or single ones, of which it has this meaning; none: of all. */
  readonly only?: readonly (System['kind'] | SystemId)[];
};

const passback = ['gradebook', 'lms'] as const;
const merge = ['registrar', 'merge'] as const;

/** The words, in the order in which they build on each other. */
export const words: readonly Word[] = [
  {
    word: 'SIS',
    meaning: 'The student information system: the school’s own records of students, sections and final grades.',
  },
  {
    word: 'manager of the integration',
    meaning:
      'Whoever looks after the links between your systems, often somebody in the IT department. If nobody has this task, it is whoever set the links up.',
  },
  {
    word: 'Canvas',
    only: passback,
    meaning:
      'The learning management system (LMS) in which teachers set and grade assignments. Whoever administers it is the LMS administrator.',
  },
  {
    word: 'exchange',
    only: passback,
    meaning: 'The program between Canvas and the SIS that carries the grades over.',
  },
  {
    word: 'section',
    only: passback,
    meaning:
      'One class with its own students. A course in Canvas may hold several; each belongs to a section of the SIS.',
  },
  {
    word: 'SIS id',
    only: passback,
    meaning:
      'The number by which the SIS knows a student or a section. Whatever was made by hand in Canvas has none until somebody enters it.',
  },
  {
    word: 'group',
    only: passback,
    meaning:
      'Canvas sorts assignments into assignment groups, such as homework or tests; the page Assignments of a course shows them. What a group is in Canvas is a category in the gradebook of the SIS. Groups that were imported from there show an import icon.',
  },
  {
    word: 'Sync SIS Categories',
    only: passback,
    meaning:
      'A page of Canvas on which each assignment group is tied to a category of the SIS, section by section. Not every school has it; without it the names have to be the same.',
  },
  {
    word: 'Sync to SIS',
    only: passback,
    meaning:
      'In an assignment of Canvas, the switch that lets it be sent; assignments without it are left out. In the menu Actions of the Canvas gradebook, the command that sends the grades now.',
  },
  {
    word: 'Grade Sync',
    only: passback,
    meaning:
      'A page of a course in Canvas with what was sent, when, and with which errors. If the course does not show it, it can be switched on in the settings of the course, under Navigation.',
  },
  {
    word: 'roster sync',
    only: passback,
    meaning: 'What brings sections, students and teachers from the SIS to Canvas, as a rule every night.',
  },
  {
    word: 'Canvas SIS Support',
    only: passback,
    meaning:
      'The desk at the maker of Canvas that looks after the exchange. A Canvas administrator of the school or district reaches it through Canvas Support; teachers pass a message on to that administrator.',
  },
  {
    word: 'Remaster',
    only: passback,
    meaning:
      'A sync that sends everything once more from the start, and overwrites what the SIS has. An ordinary sync sends only what has changed in the last 30 days.',
  },
  {
    word: 'integration data',
    only: passback,
    meaning:
      'What Canvas remembers of each assignment’s place in the SIS. Without it, the next sync puts the assignment there as a new one.',
  },
  {
    word: 'grading period',
    only: passback,
    meaning: 'A part of the school year with grades of its own, such as a quarter. The SIS closes it when it is over.',
  },
  {
    word: 'Everyone Else',
    only: passback,
    meaning:
      'In the dates of a Canvas assignment, everybody who has no other date there. Canvas calls it Everyone as long as nobody has.',
  },
  {
    word: 'excused',
    only: passback,
    meaning: 'A mark in the Canvas gradebook: the assignment does not count for this student.',
  },
  {
    word: 'conclude',
    only: passback,
    meaning: 'In Canvas, to end an enrollment and keep what the student did. It can be undone.',
  },
  {
    word: 'Test Student',
    only: passback,
    meaning: 'A student who does not exist. Canvas adds one when a teacher looks at the course as a student does.',
  },
  {
    word: 'grade scale',
    only: passback,
    meaning: 'What says in the SIS which score makes which grade.',
  },
  {
    word: 'connection',
    only: ['hallpass'],
    meaning: 'The link to one outside system, such as a SIS or Canvas.',
  },
  {
    word: 'here',
    only: merge,
    meaning:
      'Where the schedule is kept and worked on before it goes to the SIS: in Hallpass, or in another product that merges.',
  },
  {
    word: 'merge',
    only: merge,
    meaning:
      'To bring the schedule that is kept here and the one in the SIS together: what was changed on one side goes to the other. It happens every night, and for one section when it is saved or by hand.',
  },
  {
    word: 'merge report',
    only: merge,
    meaning: 'The list of what became of everything in a merge. Below a section, its part Errors gives the reason.',
  },
  {
    word: 'section',
    only: merge,
    meaning:
      'One offering of a course in a term, with its meetings, instructors and rooms. PeopleSoft calls it a class.',
  },
  {
    word: 'Section Editor',
    only: merge,
    meaning: 'The page on which schedulers set up sections; a click on one opens it.',
  },
  {
    word: 'section rule',
    only: merge,
    meaning:
      'A check of sections that is made before they are saved. If the rule is required, it keeps them from being saved.',
  },
  {
    word: 'template',
    only: merge,
    meaning: 'What says which fields a section or a course has, which of them must be filled in, and with what.',
  },
  {
    word: 'mapping',
    only: merge,
    meaning: 'The table of the integration that translates what people choose here into the codes of the SIS.',
  },
  {
    word: 'relationship',
    only: merge,
    meaning: 'Sections that belong together, such as sections that are taught as one.',
  },
  {
    word: 'CRN',
    only: merge,
    meaning: 'The course reference number: the number that Banner gives a section in a term.',
  },
  {
    word: 'Open Learning',
    only: merge,
    meaning: 'Banner’s kind of section that students begin when it suits them, whatever the dates of the term.',
  },
  { word: 'class number', only: merge, meaning: 'The number that PeopleSoft gives a section (CLASS NBR).' },
  {
    word: 'part of term',
    only: merge,
    meaning: 'The part of a term in which a section takes place, such as its first half.',
  },
  {
    word: 'CIP code',
    only: merge,
    meaning: 'The number of a subject in the national list of instructional programs.',
  },
  { word: 'TBA', only: merge, meaning: 'To be announced: the time is not known yet.' },
];

/** The words that a text needs, and those that these are explained with. */
export function wordsIn(text: string, system: SystemId): readonly Word[] {
  const its = words.filter(
    ({ only }) => only === undefined || only.includes(system) || only.includes(systems[system].kind),
  );
  const said = its.filter(({ word }) => isSaid(word, text));
  const all = [text, ...said.map(({ meaning }) => meaning)].join('\n');
  return its.filter(({ word }) => isSaid(word, all));
}

/** The words that the explanation of one message needs. */
export const wordsOfMatch = ({ causes, system }: Pick<ToldMatch, 'causes' | 'system'>): readonly Word[] =>
  wordsIn(causes.flatMap(proseOf).join('\n'), system);

/** What is told of a cause. */
export const proseOf = ({ owner, meaning, steps, destroys, prevention, screens }: ToldCause): readonly string[] => [
  // The other owners say by their names who they are.
  ...(owner === 'integration_manager' ? [ownerTitles[owner]] : []),
  meaning,
  ...steps,
  ...destroys.map(({ what }) => what),
  ...prevention,
  ...screens.map(({ name }) => name),
];

const isSaid = (word: string, text: string) => new RegExp(`\\b${word}(s|es)?\\b`, 'i').test(text);
