import { parseArgs } from 'node:util';
import { errorShapes } from './answer.ts';
import type { Provider, ProviderOptions } from './provider.ts';

export const help = `Starts a OneRoster provider on this machine: a generated district over real HTTP, and faults on demand.

  node sandbox/oneroster/main.ts [options]

  --students <n>        pupils of the district (default 1000); 0: an empty roster
  --enrollments <n>     instead: as many pupils as give at least n enrollments
  --seed <n>            another district (default 1)
  --version <v>         1.1 (OAuth 2 and OAuth 1.0a) or 1.2 (OAuth 2), default 1.1
  --port <n>            default: a free one
  --control-port <n>    default: a free one
  --token-seconds <n>   how long a token lives (default 3600)
  --errors <shape>      of error bodies: ${errorShapes.join(', ')} (default root)
  --max-limit <n>       largest page (default 10000)
  --help

Examples:
  node sandbox/oneroster/main.ts --students 2000 --port 4010 --control-port 4011
  node sandbox/oneroster/main.ts --enrollments 800000 --version 1.2

While it runs, each operation of its control is a POST with JSON:
  curl -d '{"collection":"users","sourcedId":"STU-000001","set":{"familyName":"Novák"}}' http://127.0.0.1:4011/control/change
  curl -d '{"share":0.02}' http://127.0.0.1:4011/control/night
  curl -d '{"kind":"cut","on":{"collection":"enrollments","request":2}}' http://127.0.0.1:4011/control/fault
  curl -d '{"kind":"throttle","retryAfter":5,"on":{"share":0.1}}' http://127.0.0.1:4011/control/fault
  curl -d '{}' http://127.0.0.1:4011/control/clear
  curl -d '{}' http://127.0.0.1:4011/control/requests
All operations stand in sandbox/oneroster/control.ts, all faults in fault.schema.ts.
`;

/** null: only the help was asked for. Throws with a sentence for the person where the arguments are wrong. */
export function optionsOf(args: readonly string[]): ProviderOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      students: { type: 'string' },
      enrollments: { type: 'string' },
      seed: { type: 'string' },
      version: { type: 'string', default: '1.1' },
      port: { type: 'string' },
      'control-port': { type: 'string' },
      'token-seconds': { type: 'string' },
      errors: { type: 'string', default: 'root' },
      'max-limit': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.students !== undefined && values.enrollments !== undefined)
    throw new Error('Give either --students or --enrollments.');
  return {
    version: oneOf('--version', values.version, ['1.1', '1.2'] as const),
    errors: oneOf('--errors', values.errors, errorShapes),
    ...number('students', '--students', values.students),
    ...number('enrollments', '--enrollments', values.enrollments),
    ...number('seed', '--seed', values.seed),
    ...number('port', '--port', values.port),
    ...number('controlPort', '--control-port', values['control-port']),
    ...number('tokenSeconds', '--token-seconds', values['token-seconds']),
    ...number('maxLimit', '--max-limit', values['max-limit']),
  };
}

export function readyText({ address, tokenUrl, credentials, controlUrl, control }: Provider): string {
  const { records } = control.state();
  const lines = [
    ['Base address', address],
    ['Token address', tokenUrl],
    ['Client id', credentials.clientId],
    ['Client secret', credentials.clientSecret],
    ['Consumer key', credentials.consumerKey],
    ['Consumer secret', credentials.consumerSecret],
    ['Control', controlUrl],
    ...Object.entries(records),
  ];
  return `${lines.map(([name = '', value = '']) => `${`${name}`.padEnd(18)}${value}`).join('\n')}\n`;
}

function number(key: keyof ProviderOptions, name: string, text: string | undefined): ProviderOptions {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}".`);
  return { [key]: Number(text) };
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Error(`${name} must be one of ${words.join(', ')}, not "${text}".`);
  return found;
}
