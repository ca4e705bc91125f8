import type { SystemId } from '../../dictionary/entry.schema.ts';
import { ButtonLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import { useKept } from './kept.ts';

/** A message that somebody is about to name. It is handed over in memory: an address must not hold it. */
export interface ToName {
  message: string;
  /** What all messages like it have in common, with {placeholders} for the rest. */
  wording?: string;
  system: SystemId | undefined;
}

export const useToName = () => useKept<ToName | null>('to-name', null);

/** Leads to the form that names a message. */
export function NameIt({ message, system }: ToName) {
  const [, keep] = useToName();
  return (
    <ButtonLink to="/own-entries/new" onClick={() => keep({ message: message.trim(), system })}>
      {text.dictionary.unknownOne.name}
    </ButtonLink>
  );
}
