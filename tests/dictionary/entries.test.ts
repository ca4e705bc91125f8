import { describe, expect, test } from 'vitest';
import { causes } from '../../src/dictionary/causes.ts';
import { entries } from '../../src/dictionary/entries.ts';
import { type Entry, entry as entrySchema, type Saying, systemId } from '../../src/dictionary/entry.schema.ts';
import { fold } from '../../src/dictionary/fold.model.ts';
import { causesByTopic, guideOf, guideSystems } from '../../src/dictionary/guide.model.ts';
import { systems } from '../../src/dictionary/systems.ts';
import { sayingsOf } from '../../src/dictionary/told.model.ts';
import { published } from './published-passback.ts';
import { courses, members, sessions, users } from './published-rostering.ts';

type Told = { readonly entry: Entry; readonly saying: Saying };

const told: readonly Told[] = entries.flatMap((entry) => sayingsOf(entry).map((saying) => ({ entry, saying })));
const isOutside = ({ entry }: Pick<Told, 'entry'>) => systems[entry.system].kind !== 'hallpass';
const wordings = ({ message, aliases = [] }: Saying) => [message, ...aliases];
const factsIn = (text: string) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name);

/** What an entry is explained with, each text with the name of its entry. */
const prose = told.flatMap(({ entry, saying }) =>
  saying.causes.flatMap(({ meaning, steps, destroys = [], prevention }) =>
    [meaning, ...steps, ...destroys.map(({ what }) => what), ...prevention].map((text) => ({
      text,
      entry,
      saying,
      line: `${entry.entry}: ${text}`,
    })),
  ),
);
const linesWith = (wrong: (text: string) => boolean) => prose.filter(({ text }) => wrong(text)).map(({ line }) => line);

const repeated = (values: readonly string[]) => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];

/** The system, and of the rostering API the resource too: there a message is looked up by it. */
const surfaceOf = ({ entry, system }: Entry) =>
  system === 'rostering' ? entry.split('.').slice(0, 2).join('.') : system;

describe('every entry', () => {
  test('has the documented form, and a name of its own', () => {
    expect(entries.length).toBeGreaterThan(200);
    expect(entries.flatMap((one) => entrySchema.safeParse(one).error?.issues ?? [])).toEqual([]);
    expect(repeated(entries.map(({ entry }) => entry))).toEqual([]);
  });

  test('belongs to a system that is listed, and every listed system has entries', () => {
    expect(Object.keys(systems)).toEqual([...systemId.options]);
    const spoken = new Set(entries.map(({ system }) => system));
    expect(systemId.options.filter((system) => !spoken.has(system))).toEqual([]);
  });

  test('has a title that no other of its system has', () => {
    const titled = entries.map((entry) => `${surfaceOf(entry)}: ${entry.title}`);
    expect(repeated(titled)).toEqual([]);
  });

  test('has a canonical cause that is described, and every described cause is somebody’s', () => {
    const named = new Set(told.map(({ saying }) => saying.cause));
    expect([...named].filter((cause) => causes[cause] === undefined)).toEqual([]);
    expect(Object.keys(causes).filter((cause) => !named.has(cause))).toEqual([]);
    expect(repeated(Object.values(causes).map(({ title }) => title))).toEqual([]);
  });

  test('names the desk where support fixes it; our own surfaces may do without', () => {
    const nameless = told
      .filter(isOutside)
      .filter(({ saying }) => saying.causes.some((one) => one.owner === 'support' && !one.desk));
    expect(nameless.map(({ entry }) => entry.entry)).toEqual([]);
    const deskless = told.filter(({ saying }) => saying.causes.some((one) => one.owner !== 'support' && one.desk));
    expect(deskless.map(({ entry }) => entry.entry)).toEqual([]);
  });

  test('warns of a step that it has, and once of each', () => {
    const wrong = told.filter(({ saying }) =>
      saying.causes.some(({ steps, destroys = [] }) => {
        const warned = destroys.map(({ step }) => step);
        return warned.some((step) => step > steps.length) || new Set(warned).size < warned.length;
      }),
    );
    expect(wrong.map(({ entry }) => entry.entry)).toEqual([]);
  });

  test('of an outside system names the document that it is known from', () => {
    const unsourced = entries.filter(
      ({ system, source }) => systems[system].kind !== 'hallpass' && source === undefined,
    );
    expect(unsourced.map(({ entry }) => entry)).toEqual([]);
  });
});

describe('messages', () => {
  test('have a word or a sign between any two facts; our own may have a blank behind one that is a single word', () => {
    const touching = (gap: RegExp) => told.filter(({ saying }) => wordings(saying).some((text) => gap.test(text)));
    expect(touching(/\}\{/).map(({ entry }) => entry.entry)).toEqual([]);
    expect(touching(/\}\s+\{/).filter(isOutside)).toEqual([]);
  });

  test('of one system differ in their letters', () => {
    const letters = told.flatMap(({ entry, saying }) =>
      // Two messages that differ in nothing else are told apart by the words that their facts can be.
      saying.words === undefined
        ? [...new Set(wordings(saying).map((text) => fold(text.replaceAll(/\{[a-zA-Z]+\}/g, ' ')).letters))]
            .filter((text) => text !== '')
            .map((text) => `${surfaceOf(entry)}: ${text}`)
        : [],
    );
    expect(repeated(letters)).toEqual([]);
  });

  test('hold every fact that their explanations tell; what we say ourselves comes with facts that are not printed', () => {
    const untold = prose.filter(isOutside).filter(({ text, saying }) => {
      const known = wordings(saying).flatMap(factsIn);
      return factsIn(text).some((name) => !known.includes(name));
    });
    expect(untold.map(({ line }) => line)).toEqual([]);
  });
});

describe('explanations', () => {
  test('are written as prose: no blank too many, an end, the apostrophe and quotes of print', () => {
    expect(linesWith((text) => /\s{2}|^\s|\s$|\n/.test(text))).toEqual([]);
    expect(linesWith((text) => !/[.?)”]$/.test(text))).toEqual([]);
    // Names of fields, and what is typed, stand as code.
    expect(linesWith((text) => /['"`]/.test(text.replaceAll(/`[^`]+`/g, '')))).toEqual([]);
    // A field keeps its name, as in awardedTime.
    expect(linesWith((text) => !/^(?:[\p{Lu}{“]|[a-z]+[A-Z])/u.test(text))).toEqual([]);
  });

  test('neither beg nor shout', () => {
    expect(linesWith((text) => /!|\bplease\b/i.test(text))).toEqual([]);
  });

  test('repeat no sentence that is published', () => {
    const printed = [
      ...published.map(({ message }) => message),
      ...[...users, ...courses, ...members, ...sessions].map((one) => String(one.at(-1))),
    ];
    const sentences = printed
      .flatMap((message) => message.split(/[.;:?!]\s|\n\n/))
      .filter((sentence) => sentence.split(/\s+/).length >= 5)
      .map((sentence) => fold(sentence).letters);
    expect(sentences.length).toBeGreaterThan(60);
    expect(linesWith((text) => sentences.some((sentence) => fold(text).letters.includes(sentence)))).toEqual([]);
  });
});

describe('guides', () => {
  const guides = guideSystems.map((system) => guideOf(system, entries));
  const inGuides = guides.flatMap((guide) => guide.sections.flatMap((section) => section.entries));

  test('there is one for every outside system, for merge and for connections', () => {
    expect(guideSystems).toEqual([
      'aeries',
      'aspen',
      'focus',
      'infinite-campus',
      'pinnacle',
      'powerschool',
      'progressbook',
      'q',
      'sapphire',
      'skyward',
      'synergy',
      'canvas',
      'banner',
      'colleague',
      'peoplesoft',
      'merge',
      'connection',
    ]);
  });

  test('tell every entry of their systems once, and of connections the three errors', () => {
    const wanted = entries.filter(({ system }) => systems[system].kind !== 'hallpass' || system === 'merge');
    expect(inGuides.map(({ entry }) => entry).sort()).toEqual(
      [
        ...wanted.map(({ entry }) => entry),
        'connection.sync_error',
        'connection.auth_error',
        'connection.system_error',
      ].sort(),
    );
  });

  test('put each entry under what its cause is about', () => {
    expect(guides.flatMap(({ sections }) => sections.map(({ title }) => title))).not.toContain('Other messages');
    const skyward = guides.find(({ system }) => system === 'skyward');
    expect(skyward?.sections.map(({ title, entries: its }) => [title, its.length])).toEqual([
      ['Categories and grade scales', 1],
      ['Due dates and grading periods', 2],
      ['Assignments', 3],
      ['Students', 2],
      ['Sections', 2],
      ['Sign-in, rights and settings', 1],
    ]);
  });

  test('name the facts of a message in plain words, and leave no gap', () => {
    const skyward = guides.find(({ system }) => system === 'skyward')?.sections.flatMap((section) => section.entries);
    const closed = skyward?.find(({ entry }) => entry === 'skyward.grading_period_closed')?.sayings[0];
    expect(closed?.message).toContain('Assign date, {assign date} is not within');
    expect(closed?.short).toBe(
      'Assign date, {assign date} is not within the start/stop dates of an open grading period',
    );
    const texts = inGuides.flatMap(({ sayings }) =>
      sayings.flatMap((one) => one.causes.flatMap(({ meaning, steps }) => [meaning, ...steps])),
    );
    expect(texts.filter((text) => text.includes('…'))).toEqual([]);
  });

  test('explain the words that they use, and no others', () => {
    const wordsOf = (id: string) => guides.find(({ system }) => system === id)?.words.map(({ word }) => word);
    expect(wordsOf('pinnacle')).toEqual([
      'SIS',
      'Canvas',
      'exchange',
      'section',
      'Sync to SIS',
      'Grade Sync',
      'Everyone Else',
    ]);
    expect(wordsOf('connection')).toEqual(['SIS', 'manager of the integration', 'connection']);
  });
});

describe('causes', () => {
  test('are all told under a topic, each with everybody who says it', () => {
    const topics = causesByTopic(entries);
    const all = topics.flatMap((topic) => topic.causes);
    expect(all.map(({ cause }) => cause).sort()).toEqual(Object.keys(causes).sort());
    expect(all.filter(({ said }) => said.length === 0)).toEqual([]);
    const unmapped = all.find(({ cause }) => cause === 'category.unmapped');
    expect(new Set(unmapped?.said.map(({ system }) => system))).toEqual(
      new Set(['aeries', 'aspen', 'focus', 'powerschool', 'progressbook', 'q', 'sapphire', 'skyward', 'synergy']),
    );
  });
});
