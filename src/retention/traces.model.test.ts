import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forgotten, type Known, seek, wordsOf } from './traces.model.ts';

const mia: Known = {
  givenNames: ['Mia', 'Mimi'],
  familyNames: ['Chen', null],
  addresses: ['mia@north.example'],
  ids: ['s-1', '10023', '20260001', 'a1b2c3'],
  phones: ['555-0142', '12'],
  namesShared: false,
  addressShared: false,
};

describe('by what somebody is found', () => {
  test('names, addresses and ids that mean nobody else; a short id or number is none of them', () => {
    expect([...wordsOf(mia).words].sort()).toEqual([
      '20260001',
      '555-0142',
      'Chen Mia',
      'Chen Mimi',
      'Chen, Mia',
      'Chen, Mimi',
      'Mia Chen',
      'Mimi Chen',
      'a1b2c3',
      'mia@north.example',
    ]);
  });

  test('a name or an address that others have too tells nothing', () => {
    expect(wordsOf({ ...mia, namesShared: true, addressShared: true })).toEqual({
      words: ['20260001', '555-0142', 'a1b2c3'],
      given: [],
      family: [],
    });
  });
});

describe('a text', () => {
  const sought = seek(wordsOf(mia));

  test.each([
    ['Grades of MIA CHEN are late', 'Grades of (forgotten) are late'],
    ['"mia@north.example" is taken', '"(forgotten)" is taken'],
    ['Chen, Mia (a1b2c3)', '(forgotten) ((forgotten))'],
    ['Mia Chenoweth and xa1b2c3', 'Mia Chenoweth and xa1b2c3'],
    ['Jeremia Chen', 'Jeremia Chen'],
  ])('%s becomes %s', (before, after) => {
    expect(sought.without(before)).toBe(after);
    expect(sought.isIn(before)).toBe(before !== after);
  });

  test('speaks of somebody also where given and family name stand apart, and not where one of them stands alone', () => {
    expect(sought.isIn('{"givenName":"Mia","familyName":"Chen"}')).toBe(true);
    expect(sought.isIn('{"givenName":"Mia","familyName":"Okafor"}')).toBe(false);
  });

  test('of any shape holds none of the words afterwards, and nothing else of it has changed', () => {
    const word = fc.stringMatching(/^[A-Za-z][\w.+*?()[\]{}|^$\\/-]{4,12}$/);
    fc.assert(
      fc.property(word, fc.array(fc.oneof(fc.string(), fc.constant(' '))), (id, pieces) => {
        const { without, isIn } = seek({ words: [id], given: [], family: [] });
        fc.pre(!pieces.join('').toLowerCase().includes(id.toLowerCase()));
        const text = [...pieces, ` ${id} `, ...pieces].join('');
        expect(isIn(text)).toBe(true);
        expect(without(text)).toBe([...pieces, ` ${forgotten} `, ...pieces].join(''));
        expect(isIn(without(text))).toBe(false);
      }),
    );
  });

  test('within JSON is found in every value, and keys of objects stay', () => {
    expect(sought.withoutIn({ 'Mia Chen': [1, null, 'by Mia Chen', { at: 'mia@north.example' }] })).toEqual({
      'Mia Chen': [1, null, 'by (forgotten)', { at: '(forgotten)' }],
    });
  });
});
