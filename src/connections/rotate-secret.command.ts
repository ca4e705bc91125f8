import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { rotateSecret } from './rotate-secret.usecases.ts';

/** `hallpass rotate-secret`: 0 all is sealed with the new key, 1 something opens with neither. */
export async function rotateSecretCommand(
  app: App,
  { json, oldKey }: { readonly json: boolean; readonly oldKey: string | undefined },
  print: (text: string) => void,
): Promise<0 | 1> {
  if (oldKey === undefined || oldKey === '')
    throw new Problem('request.body_invalid', 'OLD_SECRET_KEY is not set: it holds the key that was used until now.');
  const sum = await rotateSecret(app, oldKey);
  if (json) print(`${JSON.stringify(sum)}\n`);
  else {
    print(`${sum.resealed} sealed values and files are sealed with the new key; ${sum.already} were already.\n`);
    if (sum.unreadable > 0)
      print(`${sum.unreadable} open with neither key and were left as they are: is OLD_SECRET_KEY the right one?\n`);
  }
  return sum.unreadable > 0 ? 1 : 0;
}
