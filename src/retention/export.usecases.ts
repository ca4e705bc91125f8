import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { changing } from '../access/use-case.ts';
import type { Actor } from '../platform/actor.ts';
import type { App } from '../platform/house.ts';
import { asJson, asPage } from './export.model.ts';
import { sectionsOf } from './export.repository.ts';
import { findPerson, tracesOf } from './traces.repository.ts';

const whoIsExported = changing('privacy.export', async (tx, { district, now }, named: string) => {
  const person = await findPerson(tx, district, named);
  return {
    answer: { person, traces: await tracesOf(tx, district, person), now },
    audit: {
      action: 'person.exported',
      subject: { kind: 'user', id: String(person.id), name: `user ${person.id}` },
    },
  };
});

/** Everything that is known about one person: a zip with a page to read and the same as JSON. It is written as it is read. */
export async function exportPerson(
  app: Pick<App, 'db' | 'clock' | 'secrets'>,
  actor: Actor,
  named: string,
): Promise<{ readonly person: number; readonly zip: NodeJS.ReadableStream }> {
  const { person, traces, now } = await whoIsExported(app, actor, named);
  const { district } = actor;
  const about = { district, person: person.id, name: `${person.given_name} ${person.family_name}`, at: now };
  const sections = sectionsOf({ db: app.db, secrets: app.secrets, district, traces });
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const add = (name: string, content: AsyncGenerator<string>) => {
    const stream = Readable.from(content, { objectMode: false });
    // A reader who goes away, or a database that does, must not leave half a zip that looks whole.
    stream.on('error', (error) => out.destroy(error));
    out.on('close', () => stream.destroy());
    zip.addReadStream(stream, name, { mtime: now, mode: 0o100600 });
  };
  add('index.html', asPage(about, sections));
  add('person.json', asJson(about, sections));
  zip.end();
  return { person: person.id, zip: out };
}
