import type { App } from '../platform/house.ts';
import { lookAtDistricts } from './look.usecases.ts';

// Any process may look; the database says who does. The first that starts again after none was alive notices the gap.

const lookMs = 20_000;

/** Looks at once, and again and again; the answer ends it after the look in hand. */
export function startLooking(app: App): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve();
  let busy = false;
  const look = () => {
    if (busy) return;
    busy = true;
    looking = lookAtDistricts(app)
      .catch((error: unknown) =>
        app.log.warn({ reason: String(error) }, 'What should have happened could not be looked at; it is tried again.'),
      )
      .finally(() => {
        busy = false;
      });
  };
  look();
  const timer = setInterval(look, lookMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
