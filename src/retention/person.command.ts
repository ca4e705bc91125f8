import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { commandActor } from '../access/command-actor.model.ts';
import { Refusal } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { App } from '../platform/house.ts';
import { finishErasure, finishErasures } from './erasure.job.ts';
import { laterInWords, removedInWords } from './erasure.model.ts';
import type { ErasurePreview } from './erasure.schema.ts';
import { askErasure, previewErasure, showErasure } from './erasure.usecases.ts';
import { exportPerson } from './export.usecases.ts';

type Print = (text: string) => void;

/** `hallpass export person`: writes everything about one person into a zip that only its owner reads. */
export async function exportPersonCommand(
  app: App,
  { person, file, district }: { readonly person: string; readonly file: string | undefined; readonly district: string },
  print: Print,
): Promise<0> {
  const exported = await exportPerson(app, commandActor(district), person);
  const place = file ?? `person-${exported.person}.zip`;
  const half = `${place}.part`;
  try {
    await pipeline(exported.zip, createWriteStream(half, { mode: 0o600 }));
    await rename(half, place);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  print(`${place}: index.html to read, person.json for programs. It holds personal data: pass it on safely.\n`);
  return 0;
}

type Forget = {
  readonly person: string;
  readonly district: string;
  readonly keepAway: boolean;
  readonly confirm: string | undefined;
  readonly json: boolean;
  /** Asks whoever sits at the terminal; null: nobody does. */
  readonly ask: ((question: string) => Promise<string>) | null;
};

/** `hallpass forget`: shows what would go, asks, and removes it. 2: it was not confirmed; 1: it waits for a run, and a hub goes on with it. */
export async function forgetCommand(app: App, asked: Forget, print: Print): Promise<0 | 1 | 2> {
  const actor = commandActor(asked.district);
  const tell = (sentence: string, value: unknown) => print(asked.json ? `${JSON.stringify(value)}\n` : `${sentence}\n`);
  // What a command left that was killed is ended first: it may be the very person.
  const before = await finishErasures(app, () => false, asked.district);
  if (before.length > 0) tell(`Ended what had been left: erasure ${before.join(', ')}.`, { ended: before });
  const preview = await previewIfThere(app, actor, asked.person, before.length > 0);
  if (preview === null) return 0;
  if (!asked.json) printPreview(preview, asked.keepAway, print);
  const confirm = asked.confirm ?? (await asked.ask?.(`To forget them, type ${preview.word}: `)) ?? '';
  const { keepAway } = asked;
  const erasure = await askErasure(app, actor, { secrets: app.secrets, person: preview.person.id, confirm, keepAway });
  if (erasure === null) {
    tell(`Nobody was forgotten: it needs ${preview.word} typed, or --confirm.`, preview);
    return 2;
  }
  await finishErasure(app, { district: asked.district, no: erasure.no });
  const done = (await showErasure(app, actor, erasure.no)) ?? erasure;
  const runs = done.waitsFor.join(', ');
  tell(
    done.state === 'done'
      ? `Done, as erasure ${done.no}. ${removedInWords(done.removed, 'Removed:')}`
      : `Erasure ${done.no} waits until run ${runs} has ended; the hub goes on with it then.`,
    done,
  );
  return done.state === 'done' ? 0 : 1;
}

/** Who is not there may be the one who was just ended. */
async function previewIfThere(app: App, actor: Actor, person: string, ended: boolean): Promise<ErasurePreview | null> {
  try {
    return await previewErasure(app, actor, person);
  } catch (error) {
    if (ended && error instanceof Refusal && error.entry === 'request.not_found') return null;
    throw error;
  }
}

function printPreview({ person, counts, later }: ErasurePreview, keepAway: boolean, print: Print): void {
  print(`${person.name}, user ${person.id}, by ${person.connection}\n${removedInWords(counts, 'There are')}\n`);
  for (const one of later) print(`- ${laterInWords(one)}\n`);
  if (!keepAway) print('- The next file or reading that shows them brings them back; with --keep-away it does not.\n');
}
