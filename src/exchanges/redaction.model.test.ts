import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactionOf } from './redaction.model.ts';

const one = (text: string, record: readonly { field: string; value: string }[] = [], kind: string | null = 'user') =>
  redactionOf([text], record, kind)(text);

describe('what is of a person is replaced by the name of its field', () => {
  test('in a request that names the fields', () => {
    const sent = '{"userID":"u-7","firstName":"Mia","lastName":"Lopez","email":"mia@north.example","role":"student"}';
    expect(one(sent)).toBe(
      '{"userID":"u-7","firstName":"‹firstName›","lastName":"‹lastName›","email":"‹email›","role":"student"}',
    );
  });

  test('in an answer that repeats it in a sentence, in capitals, or in an address', () => {
    const sent = '{"firstName":"Zoë","lastName":"Lopez-Ortiz","email":"zoe@north.example"}';
    const told = 'No user ZOË LOPEZ-ORTIZ at https://x.example/?q=Zo%C3%AB&mail=zoe%40north.example (zo\\u00eb)';
    expect(redactionOf([sent, told], [], 'user')(told)).toBe(
      'No user ‹firstName› ‹lastName› at https://x.example/?q=‹firstName›&mail=‹mail› (‹firstName›)',
    );
  });

  test('by what is held of the record, where the answer names no field', () => {
    expect(one('<p>O&#39;Brien was not found</p>', [{ field: 'familyName', value: "O'Brien" }])).toBe(
      '<p>‹familyName› was not found</p>',
    );
  });

  test('in JSON that was cut off', () => {
    expect(one('{"users":[{"sourcedId":"s1","givenName":"Ana","familyName":"Gar')).toBe(
      '{"users":[{"sourcedId":"s1","givenName":"‹givenName›","familyName":"‹familyName›"',
    );
  });

  test('a birth date and a score, wherever they stand; a flag and nothing stay what they are', () => {
    const text = '{"birthDate":"2011-05-17","score":87.5,"comment":null,"message":"born 2011-05-17","sex":"female"}';
    expect(one(text)).toBe(
      '{"birthDate":"‹birthDate›","score":"‹score›","comment":null,"message":"born ‹birthDate›","sex":"‹sex›"}',
    );
  });

  test('a score where something is said of it, and no other number', () => {
    const text = '{"id":"u-87","score":87,"code":"87","message":"A score of 87 is above 80, at 2026-87-01."}';
    expect(one(text, [], 'result')).toBe(
      '{"id":"u-87","score":"‹score›","code":"87","message":"A score of ‹score› is above 80, at 2026-87-01."}',
    );
  });

  test('a grade of one letter in its field, and no letter of other texts', () => {
    expect(one('{"textScore":"A","message":"A GRADE IS AN A"}', [], 'result')).toBe(
      '{"textScore":"‹textScore›","message":"A GRADE IS AN A"}',
    );
  });

  test('an e-mail of whoever it is', () => {
    expect(one('Ask helpdesk@north.example')).toBe('Ask ‹email›');
  });

  test('a title of a section, which often says who teaches it, and not that of a term', () => {
    expect(one('{"title":"Smith, Algebra 1"}', [], 'class')).toBe('{"title":"‹title›"}');
    expect(one('{"title":"Fall 2026"}', [], 'academicSession')).toBe('{"title":"Fall 2026"}');
  });

  test('a name that an object stands for', () => {
    expect(one('{"Mia Lopez":{"email":"m@x.example"},"a@b.example":1}', [{ field: 'name', value: 'Mia Lopez' }])).toBe(
      '{"‹name›":{"email":"‹email›"},"‹email›":1}',
    );
  });
});

describe('what helps to find the record stays', () => {
  test('ids, codes and messages', () => {
    const text = '{"userID":"u-123","schoolID":"sch-1","error":{"message":"Invalid list of cannot","code":10005}}';
    expect(one(text, [{ field: 'givenName', value: 'Al' }])).toBe(text);
  });

  test('a short name is found as a word, not within others', () => {
    expect(one('Li is no valid list', [{ field: 'givenName', value: 'Li' }])).toBe('‹givenName› is no valid list');
  });
});

const letters = fc.string({
  minLength: 2,
  maxLength: 12,
  unit: fc.constantFrom(..."abçdeéfghijklmnoñöprsštuvyzABCDEÉMZ-’ '"),
});
const names = letters.map((text) => text.trim()).filter((text) => (text.match(/\p{L}/gu)?.length ?? 0) >= 2);
const person = fc.record({
  givenName: names,
  familyName: names,
  email: names.map((n) => `${n.replaceAll(/[^a-z]/gi, 'x')}@n.example`),
});
/** The names of the fields themselves, which may hold a short value. */
const without = (text: string) =>
  text.replaceAll(/‹[^›]*›/g, '‹›').replaceAll(/"(givenName|familyName|email|message|id|list)":/g, '');

test('no value of the record survives, and JSON stays JSON', () => {
  fc.assert(
    fc.property(person, fc.string(), fc.boolean(), (who, noise, cut) => {
      const sent = JSON.stringify({ id: 'u-1', ...who });
      const told = JSON.stringify({
        message: `${noise} ${who.givenName} ${who.familyName}, ${who.email}`,
        list: [who.email, { id: who.familyName }],
      });
      const answer = cut ? told.slice(0, -3) : told;
      const redact = redactionOf([sent, answer], [], 'user');
      for (const shown of [redact(sent), redact(answer)])
        for (const value of Object.values(who)) expect(without(shown)).not.toContain(value);
      expect(Object.keys(JSON.parse(redact(sent)))).toEqual(['id', 'givenName', 'familyName', 'email']);
      if (!cut)
        expect(JSON.parse(redact(answer))).toMatchObject({ list: [expect.any(String), { id: expect.any(String) }] });
    }),
    { numRuns: 500 },
  );
});
