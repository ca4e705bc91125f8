import { expect, test } from 'vitest';
import { type Edited, partNames, piecesOf, putBack, rename, takeOut, withParts } from './template-words.ts';

const message = 'Category "Field Notes" not found for section 12-3.';
const untouched: Edited = { template: message, taken: {} };

function click(edited: Edited, text: string): Edited {
  const found = piecesOf(edited.template).find((one) => one.text === text);
  if (found === undefined) throw new Error(`${text} does not stand in ${edited.template}`);
  return found.kind === 'part' ? putBack(edited, found) : takeOut(edited, found);
}

test('the pieces of a template are the template', () => {
  for (const template of [message, 'a {b} c', '{x}', '', '… — !', 'Straße {größe} 4,5 %'])
    expect(
      piecesOf(template)
        .map(({ text }) => text)
        .join(''),
    ).toBe(template);
});

test('a clicked word becomes a part that is called by the word before it, and a second click puts it back', () => {
  const section = click(untouched, '12-3');
  expect(section.template).toBe('Category "Field Notes" not found for section {section}.');
  expect(click(section, '{section}').template).toBe(message);
});

test('words beside each other become one part, whichever is clicked first', () => {
  const forwards = click(click(untouched, 'Field'), 'Notes');
  const backwards = click(click(untouched, 'Notes'), 'Field');
  expect(forwards.template).toBe('Category "{category}" not found for section 12-3.');
  expect(backwards.template).toMatch(/^Category "\{[a-z]+\}" not found/i);
  for (const both of [forwards, backwards]) {
    const [name] = partNames(both.template);
    expect(click(both, `{${name}}`).template).toBe(message);
  }
});

test('a word between two parts joins them, with all words to put back', () => {
  const two = click(click({ template: 'no Ada of Lovelace here', taken: {} }, 'Ada'), 'Lovelace');
  const one = click(two, 'of');
  expect(partNames(one.template)).toHaveLength(1);
  expect(click(one, one.template.match(/\{[a-zA-Z]+\}/)?.[0] ?? '').template).toBe('no Ada of Lovelace here');
});

test('two parts never have the same name, and each can be called otherwise', () => {
  const two = click(click({ template: 'section 12 is not section 13', taken: {} }, '12'), '13');
  expect(partNames(two.template)).toEqual(['section', 'sectionB']);
  const renamed = rename(two, 'sectionB', 'other');
  expect(renamed.template).toBe('section {section} is not section {other}');
  expect(click(renamed, '{other}').template).toBe('section {section} is not section 13');
  expect(rename(renamed, 'other', 'section')).toEqual(renamed);
  expect(rename(renamed, 'other', 'no name')).toEqual(renamed);
});

test('a part that was written by hand has no words to put back', () => {
  const written: Edited = { template: 'not found: {what}', taken: {} };
  expect(click(written, '{what}')).toEqual(written);
});

test('values that are known become parts in the order in which they stand', () => {
  const started = withParts(message, ['Field Notes', '12-3', 'nowhere']);
  expect(started.template).toBe('Category "{category}" not found for section {section}.');
  expect(click(click(started, '{category}'), '{section}').template).toBe(message);
});

test('a quote that belongs to a value goes with it', () => {
  const started = withParts('section 12-3 "Field Notes" takes none', ['12-3 "Field Notes']);
  expect(started.template).toBe('section {section} takes none');
  expect(withParts('no "Field Notes" here', ['Field Notes']).template).toBe('no "{value}" here');
});
