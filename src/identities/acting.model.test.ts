import { expect, test } from 'vitest';
import { actingAs } from './acting.model.ts';

const rosa = { connection: { id: 7, name: 'Canvas' }, person: 12, theirId: '345', mayAct: true };

test('an act is done as the person where the system has a way and the person is known there', () => {
  expect(actingAs('as_user_id', rosa)).toEqual({
    parameter: 'as_user_id',
    id: '345',
    actedAs: { connection: 'Canvas', person: '12' },
  });
  expect(actingAs('users_dcid', rosa)?.parameter).toBe('users_dcid');
});

test.each([
  ['the system has no such way', undefined, rosa],
  ['the person is nobody there', 'as_user_id', { ...rosa, theirId: null }],
  ['somebody forbade it', 'as_user_id', { ...rosa, mayAct: false }],
] as const)('it is done as Hallpass itself where %s', (_, actsAs, identity) => {
  expect(actingAs(actsAs, identity)).toBeNull();
});
