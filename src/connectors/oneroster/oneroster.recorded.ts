import type { Collection } from '../connector.ts';
import type { Json, OtherSide, World } from '../contract-scene.ts';
import type { Heard, Said } from '../scripted-side.ts';
import { signatureOf } from './oneroster.auth.ts';
import type { Version } from './oneroster.wire.ts';

// A small provider of OneRoster as the standard has it, and refusals in the shapes in which providers send them. The
// people in it are made up.

const oauth2 = { kind: 'oauth2', clientId: 'client/1', clientSecret: 'kept secret&with=signs' } as const;
const oauth1 = { kind: 'oauth1', consumerKey: 'consumer-1', consumerSecret: 'another-kept-secret' } as const;
const token = 'a-token-that-was-handed-out';
const mostRecords = 3;

const path: Readonly<Record<Version, string>> = {
  '1.1': '/ims/oneroster/v1p1',
  '1.2': '/ims/oneroster/rostering/v1p2',
};

/** The other side for the contract suite. */
export function recordedProvider(version: Version): OtherSide {
  return {
    settings: (origin) => ({ baseUrl: `${origin}${path[version]}`, version, tokenUrl: `${origin}/token` }),
    credentials: version === '1.1' ? [oauth2, oauth1] : [oauth2],
    tokens: [token],
    records: recordsOf(version),
    uncarried: ['href', 'type'],
    answer: (heard, world) => answer(heard, world, version),
    refusals,
    keyOf: ({ sourcedId }) => String(sourcedId),
    another: (no) => user(version, 100 + no),
    since: { at: new Date('2026-09-05T00:00:00.000Z'), keys: ['u-5', 'u-6', 'u-7', 'u-8'] },
  };
}

function answer(heard: Heard, world: World, version: Version): Said {
  if (heard.url.pathname === '/token') return giveToken(heard);
  if (!isSignedIn(heard)) return refusal(401, 'unauthorisedrequest', 'The request is not signed in.');
  const list = heard.url.pathname.slice(path[version].length + 1) as Collection;
  if (!(list in world.records)) return refusal(404, 'unknownobject', 'There is no such list.');
  if (world.closed.has(list)) return refusal(403, 'forbidden', 'The scope is not enough.');
  return page(heard.url, list, world);
}

function giveToken({ headers, body }: Heard): Said {
  const pair = Buffer.from(headers['authorization']?.replace('Basic ', '') ?? '', 'base64').toString();
  const [id, secret] = pair.split(':').map((part) => new URLSearchParams(`v=${part}`).get('v'));
  if (id !== oauth2.clientId || secret !== oauth2.clientSecret)
    return json(401, { error: 'invalid_client', error_description: 'The client is not known.' });
  if (new URLSearchParams(body).get('grant_type') !== 'client_credentials')
    return json(400, { error: 'unsupported_grant_type' });
  return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 });
}

function isSignedIn({ method, url, headers }: Heard): boolean {
  const header = headers['authorization'] ?? '';
  if (!header.startsWith('OAuth ')) return header === `Bearer ${token}`;
  const given = [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decodeURIComponent(value),
  ]);
  const { oauth_signature: signature, ...signed } = Object.fromEntries(given) as Record<string, string>;
  // The older hash function, as many of 1.1 have it.
  const wanted = signatureOf({ method, url: url.href }, signed, 'HMAC-SHA1', oauth1.consumerSecret);
  return signed['oauth_consumer_key'] === oauth1.consumerKey && signature === wanted;
}

function page(url: URL, list: Collection, world: World): Said {
  const since = /^dateLastModified>='(.+)'$/.exec(url.searchParams.get('filter') ?? '')?.[1] ?? '';
  const found = world.records[list].filter(({ dateLastModified }) => String(dateLastModified) >= since);
  const limit = Math.min(mostRecords, Number(url.searchParams.get('limit') ?? mostRecords));
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const next = new URL(url);
  next.searchParams.set('offset', String(offset + limit));
  const links = offset + limit < found.length ? [`<${next.href}>; rel="next"`] : [];
  return json(
    200,
    { [list]: found.slice(offset, offset + limit) },
    {
      'x-total-count': String(world.announced(found.length)),
      link: [...links, `<${url.href}>; rel="first"`].join(', '),
    },
  );
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Said => ({
  status,
  headers,
  body: JSON.stringify(body),
});
const imsx = (codeMinor: string, description: string) => ({
  imsx_codeMajor: 'failure',
  imsx_severity: 'error',
  imsx_description: description,
  imsx_CodeMinor: {
    imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: codeMinor }],
  },
});
const refusal = (status: number, codeMinor: string, description: string) => json(status, imsx(codeMinor, description));

const ref = (type: string, sourcedId: string) => ({ href: `https://sis.example/${sourcedId}`, sourcedId, type });
const based = (sourcedId: string, dateLastModified = '2026-09-01T00:00:00.000Z') => ({
  sourcedId,
  status: 'active',
  dateLastModified,
});

function user(version: Version, no: number): Json {
  const shared = {
    ...based(`u-${no}`, `2026-09-0${Math.min(no, 9)}T00:00:00.000Z`),
    metadata: { bus: `line ${no}` },
    username: `user${no}`,
    givenName: `Ada${no}`,
    familyName: `Löwe, ${no}`,
    identifier: `S-${no}`,
    email: `user${no}@north.example`,
    phone: `555-01${no}`,
    agents: [ref('user', 'u-1')],
    grades: ['09', '10'],
  };
  return version === '1.1'
    ? { ...shared, enabledUser: true, role: 'student', orgs: [ref('org', 'o-1'), ref('org', 'o-2')] }
    : {
        ...shared,
        enabledUser: 'true',
        preferredFirstName: `Addy${no}`,
        preferredLastName: `Lion${no}`,
        pronouns: 'she/her',
        roles: [{ roleType: 'primary', role: 'student', org: ref('org', 'o-1') }],
      };
}

function recordsOf(version: Version): OtherSide['records'] {
  return {
    orgs: [
      { ...based('o-1'), name: 'North High', type: 'school', identifier: '17', parent: ref('org', 'o-2') },
      { ...based('o-2'), name: 'North Unified', type: 'district', identifier: '1' },
    ],
    academicSessions: [
      {
        ...based('t-1'),
        title: 'Fall',
        startDate: '2026-08-10',
        endDate: '2026-12-18',
        schoolYear: '2027',
        parent: ref('academicSession', 'y-1'),
      },
    ],
    courses: [
      {
        ...based('c-1'),
        title: 'Algebra I',
        courseCode: 'ALG1',
        schoolYear: ref('academicSession', 'y-1'),
        grades: ['09'],
        subjects: ['Mathematics'],
        subjectCodes: ['02052'],
        org: ref('org', 'o-1'),
      },
    ],
    classes: Array.from({ length: 4 }, (_, at) => ({
      ...based(`s-${at}`),
      title: `Algebra I, period ${at}`,
      classCode: `ALG1-${at}`,
      classType: 'scheduled',
      location: 'Room 12',
      course: ref('course', 'c-1'),
      school: ref('org', 'o-1'),
      terms: [ref('academicSession', 't-1'), ref('academicSession', 't-2')],
      periods: version === '1.1' ? '1' : ['1', '2'],
    })),
    users: Array.from({ length: 8 }, (_, at) => user(version, at + 1)),
    enrollments: Array.from({ length: 5 }, (_, at) => ({
      ...based(`e-${at}`),
      user: ref('user', `u-${at}`),
      class: ref('class', 's-1'),
      school: ref('org', 'o-1'),
      role: 'student',
      primary: version === '1.1' ? false : 'false',
      beginDate: '2026-08-10',
      endDate: '2026-12-18',
    })),
  };
}

/** How providers refuse, by vendor: the same words wherever they stand. */
const refusals: OtherSide['refusals'] = [
  {
    name: 'a refusal at the root of the body',
    said: refusal(400, 'invaliddata', 'The request was malformed.'),
    type: 'system',
    entry: 'connection.request_refused',
    facts: { said: 'The request was malformed. (invaliddata)', code: 'invaliddata', status: '400' },
  },
  {
    name: 'a refusal in imsx_StatusInfo',
    said: json(404, { imsx_StatusInfo: imsx('unknownobject', 'Not found.') }),
    type: 'sync',
    entry: 'connection.not_offered',
    facts: { said: 'Not found. (unknownobject)', status: '404' },
  },
  {
    name: 'a set of refusals of 1.1',
    said: json(500, {
      statusInfoSet: [
        { imsx_codeMajor: 'failure', imsx_codeMinor: 'targetreadfailure', imsx_description: 'The database is down.' },
        { imsx_codeMajor: 'failure', imsx_description: 'Try at night.' },
      ],
    }),
    type: 'system',
    entry: 'connection.server_failed',
    facts: { said: 'The database is down. (targetreadfailure); Try at night.' },
  },
  {
    name: 'a refusal that comes with a good status',
    said: json(200, imsx('forbidden', 'Not for you.')),
    type: 'auth',
    entry: 'connection.right_missing',
    facts: { said: 'Not for you. (forbidden)', status: '200' },
  },
  {
    name: 'a provider that is busy by its code only',
    said: refusal(500, 'server_busy', 'Later.'),
    type: 'sync',
    entry: 'connection.throttled',
    facts: { when: 'later' },
  },
  {
    name: 'a refusal of Infinite Campus',
    said: json(422, [
      { codeMajor: 'FAILURE', severity: 'ERROR', codeMinor: 'UNAUTHORIZED', description: 'Bad signature' },
    ]),
    type: 'auth',
    entry: 'connection.credentials_refused',
    facts: { said: 'Bad signature (UNAUTHORIZED)' },
  },
  {
    name: 'a refusal of Pinnacle',
    said: json(400, {
      errors: [
        { errorCode: 400, codeMajor: 'failure', severity: 'error', codeMinor: 'invaliddata', description: 'limit' },
      ],
    }),
    type: 'system',
    entry: 'connection.request_refused',
    facts: { said: 'limit (invaliddata)' },
  },
  {
    name: 'a refusal of Focus',
    said: json(403, { request_id: '1', status: 403, error: 'No access to this school' }),
    type: 'auth',
    entry: 'connection.right_missing',
    facts: { said: 'No access to this school' },
  },
  {
    name: 'a refusal of PowerSchool',
    said: json(400, { message: 'Bad page', errors: [{ resource: 'student', field: 'page', code: 'RANGE' }] }),
    type: 'system',
    entry: 'connection.request_refused',
    facts: { said: 'Bad page; page RANGE' },
  },
  {
    name: 'errors by the field that they are about',
    said: json(400, { errors: { limit: [{ message: 'is too large' }], offset: [{ message: 'is missing' }] } }),
    type: 'system',
    entry: 'connection.request_refused',
    facts: { said: 'is too large; is missing' },
  },
  {
    name: 'a plain sentence',
    said: { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Bad Request - The offset is missing.' },
    type: 'system',
    entry: 'connection.request_refused',
    facts: { said: 'Bad Request - The offset is missing.' },
  },
  {
    name: 'a page that tells of an exception',
    said: {
      status: 500,
      headers: { 'content-type': 'text/html' },
      body: '<html><head><title>RESTEASY003210: Could not find resource</title></head><body><pre>at org.jboss</pre></body></html>',
    },
    type: 'system',
    entry: 'connection.server_failed',
    facts: { said: 'RESTEASY003210: Could not find resource' },
  },
  {
    name: 'a refusal without a word',
    said: { status: 405, body: '' },
    type: 'sync',
    entry: 'connection.not_offered',
    facts: { said: 'status 405' },
  },
];
