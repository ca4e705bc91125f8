import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPeople, type Ours, type Theirs } from './match.model.ts';

const nothingSaid = { people: new Set<number>(), ids: new Set<string>() };
const us = (person: number, sisId: string | null, email: string | null): Ours => ({
  person,
  sisIds: sisId === null ? [] : [sisId],
  email,
});
const them = (id: string, sisId: string | null, email: string | null): Theirs => ({ id, sisId, email });
/** `1 is a by sis_id`, `1 may be a, b`. */
const told = (ours: readonly Ours[], theirs: readonly Theirs[], said = nothingSaid) =>
  matchPeople(ours, theirs, said).map(({ person, matched, theirId, candidates }) =>
    theirId === null ? `${person} may be ${candidates.join(', ')}` : `${person} is ${theirId} by ${matched}`,
  );

describe('who is who in another system', () => {
  test.each<[string, readonly Ours[], readonly Theirs[], readonly string[]]>([
    ['the SIS id says it', [us(1, '100', null)], [them('a', '100', null)], ['1 is a by sis_id']],
    [
      'the SIS id counts before the e-mail',
      [us(1, '100', 'x@n')],
      [them('a', '100', null), them('b', null, 'x@n')],
      ['1 is a by sis_id'],
    ],
    [
      'without one the e-mail says it, in any case of letters',
      [us(1, null, 'Mia@N')],
      [them('a', '9', 'mia@n')],
      ['1 is a by email'],
    ],
    ['nobody fits', [us(1, '100', 'x@n')], [them('a', '200', 'y@n')], []],
    [
      'two there have one SIS id',
      [us(1, '100', null)],
      [them('a', '100', null), them('b', '100', null)],
      ['1 may be a, b'],
    ],
    [
      'two here have one SIS id',
      [us(1, '100', null), us(2, '100', null)],
      [them('a', '100', null)],
      ['1 may be a', '2 may be a'],
    ],
    [
      'two here share an e-mail',
      [us(1, null, 'x@n'), us(2, null, 'x@n')],
      [them('a', null, 'x@n')],
      ['1 may be a', '2 may be a'],
    ],
    [
      'siblings share an e-mail, and one of them is there',
      [us(1, '100', 'x@n'), us(2, '200', 'x@n')],
      [them('a', '100', 'x@n')],
      ['1 is a by sis_id'],
    ],
    ['the e-mail fits and the SIS id does not', [us(1, '100', 'x@n')], [them('a', '200', 'x@n')], ['1 may be a']],
    [
      'an e-mail leads to somebody who is somebody else',
      [us(1, '100', null), us(2, null, 'x@n')],
      [them('a', '100', 'x@n')],
      ['1 is a by sis_id'],
    ],
    ['nothing is known of either', [us(1, null, null), us(2, '', '')], [them('a', null, null), them('b', '', '')], []],
  ])('%s', (_, ours, theirs, expected) => {
    expect(told(ours, theirs)).toEqual(expected);
  });

  test('what somebody said is left alone, and its id is nobody else’s', () => {
    const said = { people: new Set([1]), ids: new Set(['a']) };
    const ours = [us(1, '100', null), us(2, null, 'x@n')];
    expect(told(ours, [them('a', '100', 'x@n'), them('b', '100', null)], said)).toEqual([]);
  });

  const word = fc.option(fc.constantFrom('1', '2', '3'), { nil: null });
  const people = fc.array(fc.tuple(word, word), { maxLength: 6 });
  test('nobody is two people, and no id is given twice, whatever the systems say', () => {
    fc.assert(
      fc.property(people, people, (here, there) => {
        const ours = here.map(([sisId, email], at) => us(at + 1, sisId, email));
        const theirs = there.map(([sisId, email], at) => them(`t${at}`, sisId, email));
        const matches = matchPeople(ours, theirs, nothingSaid);
        const ids = matches.flatMap(({ theirId }) => (theirId === null ? [] : [theirId]));
        expect(new Set(matches.map(({ person }) => person)).size).toBe(matches.length);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { theirId, candidates } of matches) expect(theirId === null).toBe(candidates.length > 0);
      }),
    );
  });
});
