import { commandActor } from '../src/access/command-actor.model.ts';
import type { SystemId } from '../src/dictionary/entry.schema.ts';
import { makeMatchers } from '../src/dictionary/own-entry.repository.ts';
import { explainLogHere } from '../src/dictionary/unknown.usecases.ts';
import type { App } from '../src/platform/house.ts';

// What people of the demo have asked about and nobody could explain: invented messages, some of them many times.

const logs: readonly { readonly system?: SystemId; readonly lines: readonly string[] }[] = [
  {
    system: 'synergy',
    lines: [
      ['4410-2', 'Advanced Weaving'],
      ['4410-3', 'Advanced Weaving'],
      ['5120-1', 'Glass and Clay'],
      ['5120-2', 'Glass and Clay'],
      ['6033-1', 'Stage Lighting'],
      ['6033-2', 'Stage Lighting'],
    ].map(
      ([section, name]) => `Homeroom section ${section} "${name}" takes no graded assignments in this marking window`,
    ),
  },
  {
    system: 'skyward',
    lines: ['88121', '88140', '90002'].map(
      (id) => `Gradebook event ${id} was discarded because its bucket is archived`,
    ),
  },
  {
    lines: [20, 31].map(
      (pages) => `Sync worker lost its place after ${pages} pages and began again from the first one`,
    ),
  },
];

/** Asks about all of them, as somebody in the console would. */
export async function meetUnknown(app: App, district: string): Promise<void> {
  const desk = { ...app, matchers: makeMatchers() };
  for (const { system, lines } of logs)
    await explainLogHere(desk, commandActor(district), { system, text: lines.join('\n') });
}
