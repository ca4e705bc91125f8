import { describe, expect, test } from 'vitest';
import { addressOf, curlOf, reads, refusalsIn } from './call.ts';
import { exampleBody, exampleParameter } from './example.ts';
import { type Operation, operationsOf } from './operation.ts';

const described = {
  paths: {
    '/rostering/v1/users': {
      get: { operationId: 'listUsers', tags: ['Rostering'], parameters: [{ name: 'limit', in: 'query' }] },
      post: {
        operationId: 'createUser',
        tags: ['Rostering'],
        summary: 'Create a user',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                properties: { schoolID: { type: 'string' }, role: { type: 'string' }, mappingID: { type: 'string' } },
                required: ['schoolID', 'role'],
              },
            },
          },
        },
      },
    },
    '/rostering/v1/courses/{courseID}': {
      delete: {
        operationId: 'deleteCourse',
        tags: ['Rostering'],
        parameters: [{ name: 'courseID', in: 'path', required: true }],
      },
    },
    '/rostering/v1/imports': { post: { tags: ['Rostering'] } },
    '/api/v1/runs': { get: { operationId: 'runs', tags: ['Runs'] } },
  },
};
const operations = operationsOf(described);
const named = (id: string): Operation => {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

test('the named operations of the rostering API are offered, those that write first', () => {
  expect(operations.map(({ id }) => id)).toEqual(['deleteCourse', 'createUser', 'listUsers']);
});

test('an example holds what is required, and nothing that is merely possible', () => {
  expect(JSON.parse(exampleBody(named('createUser')))).toEqual({ schoolID: 'sch-1', role: 'student' });
  expect(exampleBody(named('listUsers'))).toBe('');
  expect(exampleParameter('courseID', named('deleteCourse'))).toBe('course-1');
  expect(exampleParameter('limit', named('listUsers'))).toBe('');
});

describe('a call', () => {
  test('puts its parameters where they belong', () => {
    const deletion = { operation: named('deleteCourse'), parameters: { courseID: 'a/b ?' }, body: '' };
    expect(addressOf(deletion)).toBe('/rostering/v1/courses/a%2Fb%20%3F');
    const list = { operation: named('listUsers'), parameters: { limit: '5' }, body: '' };
    expect(addressOf(list)).toBe('/rostering/v1/users?limit=5');
  });

  test('is told as a curl line that no quote breaks and no key stands in', () => {
    const call = { operation: named('createUser'), parameters: {}, body: '{ "lastName": "O\'Neil" }' };
    expect(curlOf(call, 'https://hub.example')).toBe(
      `curl -X POST 'https://hub.example/rostering/v1/users' -H "Authorization: Bearer $HALLPASS_KEY" -H 'Content-Type: application/json' --data-binary '{"lastName":"O'\\''Neil"}'`,
    );
  });

  test('says whether its body can be read', () => {
    const call = (body: string, lines = false) => ({
      operation: { ...named('createUser'), lines },
      parameters: {},
      body,
    });
    expect([reads(call('{')), reads(call('{}')), reads(call('{}\n{}')), reads(call('{}\n{}\n', true))]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('refusals are found', () => {
  const error = { message: 'no', help: { entry: 'rostering.user.not_found' } };
  test.each([
    ['of the call itself', JSON.stringify({ error }), [404]],
    ['of single sessions', JSON.stringify({ outcomes: [{ outcome: 'created' }, { status: 400, error }] }), [400]],
    ['of lines', `${JSON.stringify({ line: 1, status: 409, error })}\n{"summary":{}}\n`, [409]],
    ['nowhere in what went through', '{"user":{"error":1}}', []],
    ['nowhere in what is no JSON', '<html>', []],
    ['nowhere in nothing', '', []],
  ])('%s', (_, text, statuses) => {
    expect(refusalsIn({ status: 404, took: 1, text }).map(({ status }) => status)).toEqual(statuses);
  });
});
