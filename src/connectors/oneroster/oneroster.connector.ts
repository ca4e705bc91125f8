import { jsonOf } from '../answer.ts';
import { type Check, type Collection, type Connector, collections, Failure, type Outside } from '../connector.ts';
import { newToken, sendSigned } from './oneroster.auth.ts';
import { fetchList, listNames, listUrl, readPage, versionOf } from './oneroster.paging.ts';
import { failureIn } from './oneroster.refusal.ts';
import { readOne } from './oneroster.single.ts';

const choices = (...values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** Any provider of OneRoster REST 1.1 or 1.2, as a source of rosters. */
export const oneroster: Connector = {
  id: 'oneroster',
  title: 'OneRoster',
  settings: [
    {
      name: 'baseUrl',
      label: 'OneRoster address',
      where:
        'In the SIS, where OneRoster is set up. It ends before the names of the lists, mostly in v1p1 (version 1.1) or rostering/v1p2 (version 1.2).',
      required: true,
      kind: 'address',
      example: 'https://sis.north.example/ims/oneroster/v1p1',
    },
    {
      name: 'version',
      label: 'Version',
      where: 'Beside the address; 1.1 if the address ends in v1p1, 1.2 if it ends in v1p2.',
      required: true,
      kind: 'choice',
      choices: choices('1.1', '1.2'),
    },
    {
      name: 'tokenUrl',
      label: 'Token address',
      where: 'Beside the client id, only for OAuth 2. It cannot be told from the OneRoster address.',
      required: false,
      kind: 'address',
      example: 'https://sis.north.example/oauth/token',
    },
    {
      name: 'scope',
      label: 'Scopes',
      where: 'Only if the SIS names others than roster-core.readonly of OneRoster; several are parted by blanks.',
      required: false,
      kind: 'text',
    },
    {
      name: 'pageSize',
      label: 'Records at once',
      where: 'Left out: 2000. Choose fewer if the SIS is slow or refuses so many.',
      required: false,
      kind: 'choice',
      choices: choices('100', '500', '2000', '5000'),
    },
    {
      name: 'timeZone',
      label: 'Time zone',
      where: 'Only if the SIS writes the days of terms and enrollments with an hour; it says which day that is.',
      required: false,
      kind: 'time_zone',
      example: 'America/Chicago',
    },
  ],
  credentials: [
    {
      kind: 'oauth2',
      label: 'OAuth 2',
      fields: [
        { name: 'clientId', label: 'Client id', where: 'In the SIS, where a client for OneRoster is made.' },
        { name: 'clientSecret', label: 'Client secret', where: 'Shown once when the client is made.' },
      ],
    },
    {
      kind: 'oauth1',
      label: 'OAuth 1.0a',
      fields: [
        { name: 'consumerKey', label: 'Consumer key', where: 'In the SIS, where a vendor for OneRoster is made.' },
        { name: 'consumerSecret', label: 'Consumer secret', where: 'Beside the consumer key.' },
      ],
    },
  ],
  // No limit is agreed on. One list is read after the other, so that a provider sets the pace itself; a faster one says 429.
  pace: { perSecond: 100, atOnce: 4 },
  checks: () => [
    { name: 'address', label: 'The address answers', run: checkAddress },
    { name: 'sign_in', label: 'The sign-in is accepted', run: checkSignIn },
    ...collections.map(checkOf),
  ],
  roster: { version: versionOf, readPage, readOne },
};

/** The smallest question there is. */
const smallest = ({ settings }: Outside, collection: Collection) => ({
  url: listUrl(settings, collection, { limit: '1' }),
  what: listNames[collection],
});

/** Whether a provider is at the address: one that is there refuses who is not signed in, in whatever way. */
async function checkAddress(outside: Outside): Promise<string> {
  const asked = { ...smallest(outside, 'orgs'), what: 'OneRoster' };
  const answer = await outside.send({ method: 'GET', url: asked.url, headers: { accept: 'application/json' } });
  if (answer.status < 300) jsonOf(outside, answer, asked);
  else if (![400, 401, 403].includes(answer.status)) throw failureIn(outside, answer, asked);
  return 'A system answers.';
}

async function checkSignIn(outside: Outside): Promise<string> {
  const { credentials, memory, now } = outside;
  if (credentials === null) throw new Failure('auth', 'connection.credentials_missing', {});
  if (credentials.kind === 'oauth2') {
    await newToken(outside, credentials);
    const left = (memory.get('token')?.until ?? 0) - now().getTime();
    return `A token for ${Math.ceil(left / 60_000)} minutes.`;
  }
  const asked = smallest(outside, 'orgs');
  const answer = await sendSigned(outside, { method: 'GET', url: asked.url });
  // Whether this list may be read is the next check's.
  if (answer.status !== 403 && answer.status >= 300) throw failureIn(outside, answer, asked);
  return `The signature is accepted (${memory.get('hash')?.value}).`;
}

const numbers = new Intl.NumberFormat('en');

const checkOf = (collection: Collection): Check => ({
  name: `read:${collection}`,
  label: `Can read ${listNames[collection]}`,
  async run(outside) {
    const { total } = await fetchList(outside, collection, smallest(outside, collection));
    return total === null
      ? 'Can be read; the system does not say how many there are.'
      : `${numbers.format(total)} there.`;
  },
});
