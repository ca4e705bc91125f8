import { type Asked, jsonOf } from '../answer.ts';
import type { Collection, Outside, OutsideAnswer } from '../connector.ts';
import { sendSigned } from './oneroster.auth.ts';
import { listNames, listUrl, versionOf } from './oneroster.paging.ts';
import { failureIn, isNotThere, unexpected } from './oneroster.refusal.ts';
import { type Cells, cellsOf } from './oneroster.wire.ts';

/** The word for one record, in which an answer wraps it. */
const words: Readonly<Record<Collection, string>> = {
  orgs: 'org',
  academicSessions: 'academicSession',
  courses: 'course',
  classes: 'class',
  users: 'user',
  enrollments: 'enrollment',
};

/** Reads one record by `GET /<collection>/{id}`; null: the provider says that it does not have it. */
export async function readOne(outside: Outside, collection: Collection, id: string): Promise<Cells | null> {
  const { settings } = outside;
  const list = listUrl(settings, collection, {});
  // The id may be a person's: only the list is told where something fails.
  const asked: Asked = { url: list, what: `one of ${listNames[collection]}` };
  const answer = await sendSigned(outside, { method: 'GET', url: `${list}/${encodeURIComponent(id)}` });
  if (isNotThere(answer)) return null;
  if (answer.status < 200 || answer.status >= 300) throw failureIn(outside, answer, asked);
  const record = recordIn(outside, answer, asked, words[collection]);
  if (String(record['sourcedId']) !== id) throw unexpected(asked);
  return cellsOf(versionOf(settings), collection, record, settings['timeZone']);
}

function recordIn(
  outside: Outside,
  answer: OutsideAnswer,
  asked: Asked,
  word: string,
): Readonly<Record<string, unknown>> {
  const body = jsonOf(outside, answer, asked);
  const record = typeof body === 'object' && body !== null ? Reflect.get(body, word) : null;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw unexpected(asked);
  return record as Readonly<Record<string, unknown>>;
}
