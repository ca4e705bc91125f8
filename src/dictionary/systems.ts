import type { SystemId } from './entry.schema.ts';

/** A system as people call it, and what its messages are about. */
export type System = {
  readonly title: string;
  readonly kind: 'gradebook' | 'lms' | 'registrar' | 'hallpass';
  readonly about: string;
};

const gradebook = (title: string): System => ({
  title,
  kind: 'gradebook',
  about: `What ${title}, or the exchange between it and Canvas, says when grades are passed back.`,
});
const registrar = (title: string, about: string): System => ({ title, kind: 'registrar', about });
const hallpass = (title: string, about: string): System => ({ title, kind: 'hallpass', about });

/** The systems of the dictionary, in the order in which they are listed. */
export const systems: Readonly<Record<SystemId, System>> = {
  aeries: gradebook('Aeries'),
  aspen: gradebook('Aspen'),
  focus: gradebook('Focus'),
  'infinite-campus': gradebook('Infinite Campus'),
  pinnacle: gradebook('Pinnacle'),
  powerschool: gradebook('PowerSchool'),
  progressbook: gradebook('ProgressBook'),
  q: gradebook('Q'),
  sapphire: gradebook('Sapphire'),
  skyward: gradebook('Skyward'),
  synergy: gradebook('Synergy'),
  canvas: {
    title: 'Canvas',
    kind: 'lms',
    about: 'What Canvas itself refuses, and what its exchange with a SIS says whatever the SIS is.',
  },
  banner: registrar('Banner', 'What Banner answers when sections, meetings and instructors are merged into it.'),
  colleague: registrar('Colleague', 'What Colleague answers when sections are merged into it over Ethos.'),
  peoplesoft: registrar('PeopleSoft', 'What PeopleSoft Campus Solutions answers when classes are merged into it.'),
  merge: hallpass('Merge', 'What a merge of sections says of itself, whatever the SIS is.'),
  oneroster: hallpass(
    'OneRoster files',
    'What can be wrong with a set of files, with one row of a file, and remarks that stop nothing.',
  ),
  rostering: hallpass(
    'Rostering API',
    'What the API `/rostering/v1` answers when it refuses. Status, code and message of users, courses, course members and attendance sessions are those that senders know from other products; one code stands for several of them, so that the message counts.',
  ),
  connection: hallpass(
    'Connections, and Hallpass itself',
    'The three errors of a connection, why a run stopped before its end, why a mail waits, or why the hub did not start.',
  ),
  request: hallpass('Requests', 'Why the console or an API answered a request with a refusal.'),
};

/** The ids of all systems, in the same order. */
export const systemIds = Object.keys(systems) as readonly SystemId[];
