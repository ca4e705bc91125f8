import { type Asked, placeOf, refusalByStatus, textOf, throttleOf, wordsOf } from '../answer.ts';
import { Failure, type Outside, type OutsideAnswer } from '../connector.ts';
import { toldBy } from '../told.ts';

// What a provider says when it refuses. OneRoster has three shapes of it (fields at the root, wrapped in imsx_StatusInfo,
// a statusInfoSet), and each vendor of a SIS has another.

type Json = Readonly<Record<string, unknown>>;
/** One statement of a refusal. */
export type Statement = { readonly message: string; readonly codeMinor: string | null };

const wrappers = ['imsx_StatusInfo', 'statusInfoSet', 'errors'] as const;
const messages = [
  'imsx_description',
  'description',
  'error_description',
  'message',
  'detail',
  'error',
  'title',
] as const;
const deepest = 5;

/** All that a refusal states, in its order. */
export function statementsIn(body: unknown, depth = 0): readonly Statement[] {
  if (depth > deepest || body === null) return [];
  if (typeof body === 'string') return [{ message: body, codeMinor: null }];
  if (Array.isArray(body)) return body.flatMap((one) => statementsIn(one, depth + 1));
  if (typeof body !== 'object') return [];
  const given = body as Json;
  const own = statementOf(given);
  const wrapped = wrappers.flatMap((name) => (isFull(given[name]) ? [given[name]] : []));
  // Where nothing is said at the top, errors stand by the name of what they are about.
  const below = own === null && wrapped.length === 0 ? Object.values(given).filter(isFull) : wrapped;
  return [...(own === null ? [] : [own]), ...below.flatMap((one) => statementsIn(one, depth + 1))];
}

const isFull = (value: unknown) => typeof value === 'object' && value !== null;

/** What an object itself says: in words, or by a code and the field that it is about. */
function statementOf(given: Json): Statement | null {
  const codeMinor = minorOf(given);
  const words = messages.map((name) => given[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  if (typeof words === 'string') return { message: words, codeMinor };
  if (codeMinor !== null) return { message: codeMinor, codeMinor };
  const { field, code } = given;
  return typeof code === 'string' ? { message: [field, code].filter(Boolean).join(' '), codeMinor } : null;
}

/** `imsx_CodeMinor.imsx_codeMinorField[].imsx_codeMinorFieldValue`, `imsx_codeMinor`, `codeMinor`, or the error of OAuth 2. */
function minorOf(given: Json): string | null {
  const code = given['imsx_CodeMinor'] ?? given['imsx_codeMinor'] ?? given['codeMinor'] ?? given['error'];
  if (typeof code === 'string') return /^\w+$/.test(code) ? code : null;
  const fields = (code as Json | null | undefined)?.['imsx_codeMinorField'];
  const [first] = Array.isArray(fields) ? (fields as readonly (Json | null)[]) : [];
  const value = first?.['imsx_codeMinorFieldValue'];
  return typeof value === 'string' ? value : null;
}

/** Whether an answer with a good status says that it failed all the same. */
export const isRefusal = (body: unknown): boolean =>
  [body].flat().some((one) => typeof one === 'object' && one !== null && signs.some((name) => name in one));
const signs = ['imsx_codeMajor', 'codeMajor', 'imsx_StatusInfo', 'statusInfoSet', 'errors', 'error'];

/** What a refusal makes of the connection, with all that the provider says. */
export function failureIn(outside: Outside, answer: OutsideAnswer, asked: Asked): Failure {
  const statements = statementsOf(answer);
  const minor = statements.find(({ codeMinor }) => codeMinor !== null)?.codeMinor ?? '';
  const meant = statusBy(minor, answer.status);
  const said = toldBy(outside, statements.map(tell).join('; ')) || `status ${answer.status}`;
  const throttled = throttleOf(outside, { ...answer, status: meant }, asked);
  return throttled ?? refusalByStatus(answer, { ...asked, said, code: toldBy(outside, minor) }, meant);
}

/** Whether an answer says that the one record which was asked for is not there; another 404 means that nothing can be read at this place. */
export const isNotThere = (answer: OutsideAnswer): boolean =>
  answer.status === 404 && statementsOf(answer).some(({ codeMinor }) => /^unknown_?object$/i.test(codeMinor ?? ''));

const tell = ({ message, codeMinor }: Statement) =>
  codeMinor === null || message === codeMinor ? message : `${message} (${codeMinor})`;

function statementsOf(answer: OutsideAnswer): readonly Statement[] {
  const text = textOf(answer) ?? '';
  try {
    return statementsIn(JSON.parse(text));
  } catch {
    const said = wordsOf(text);
    return said === '' ? [] : [{ message: said, codeMinor: null }];
  }
}

/** Some providers answer with one status for everything and say in the code what is meant. */
function statusBy(codeMinor: string, status: number): number {
  if (/^(unauthori[sz]ed|invalid_client|invalid_grant|access_denied)/i.test(codeMinor) && status !== 403) return 401;
  if (/^forbidden$/i.test(codeMinor)) return 403;
  if (/^server_?busy$/i.test(codeMinor)) return 503;
  if (/^(unsupported(operation)?|unknownobject)$/i.test(codeMinor) && status < 500) return 404;
  return /^internal_server_error$/i.test(codeMinor) ? 500 : status;
}

/** An answer that can be read, but does not hold what was asked for. */
export const unexpected = (asked: Asked): Failure =>
  new Failure('system', 'connection.answer_unexpected', { address: placeOf(asked.url), what: asked.what });
