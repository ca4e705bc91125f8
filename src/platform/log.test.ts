import { expect, test } from 'vitest';
import { errorForLog } from './log.ts';

test('what the database says of a refused row never reaches the log', () => {
  const error = Object.assign(new Error('duplicate key: Maria Sentinel'), {
    code: '23505',
    severity: 'ERROR',
    constraint: 'person_pkey',
    table: 'person',
    detail: 'Key (name)=(Maria Sentinel) already exists.',
  });
  const logged = JSON.stringify(errorForLog(error));
  expect(logged).not.toContain('Sentinel');
  expect(JSON.parse(logged)).toMatchObject({ code: '23505', constraint: 'person_pkey' });
});

test('a defect of ours is logged with its message and where it happened', () => {
  expect(errorForLog(new TypeError('cannot read x'))).toMatchObject({ type: 'TypeError', message: 'cannot read x' });
});
