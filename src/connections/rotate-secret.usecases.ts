import { commandActor } from '../access/command-actor.model.ts';
import { changing } from '../access/use-case.ts';
import { districtIds } from '../district/district.repository.ts';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { makeSecrets } from '../platform/secrets.ts';
import { otherProcesses, type Resealed, resealColumns, resealFiles } from './resealing.repository.ts';

/** Seals everything that the old key sealed with the key of this installation; asked again, it goes on where it was ended. */
export async function rotateSecret(app: App, oldKey: string): Promise<Resealed> {
  const before = makeSecrets(oldKey);
  if (before.version === app.secrets.version)
    throw new Problem(
      'request.body_invalid',
      'The old key is the new one: SECRET_KEY or the data folder has it still.',
    );
  const others = await otherProcesses(app.db);
  if (others > 0) {
    const sentence = `${others} other ${others === 1 ? 'process' : 'processes'} of Hallpass use this database with the old key. Stop the hub and all workers first.`;
    throw new Problem('connection.second_hub', sentence);
  }
  const values = await resealColumns(app.db, { before, now: app.secrets });
  const [old, now] = [before.keyFor('uploads'), app.secrets.keyFor('uploads')];
  const files = await resealFiles(app.files.folder, old, now);
  const sum = {
    resealed: values.resealed + files.resealed,
    already: values.already + files.already,
    unreadable: values.unreadable + files.unreadable,
  };
  for (const district of await districtIds(app.db)) await noteRotation(app, commandActor(district), sum);
  return sum;
}

/** The key is the whole hub's: each district's audit says that it was changed. */
const noteRotation = changing('district.write', async (_tx, { district }, details: Resealed) => ({
  answer: null,
  audit: { action: 'secret.rotated', subject: { kind: 'district', id: district, name: district }, details },
}));
