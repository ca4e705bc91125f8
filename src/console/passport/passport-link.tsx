import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import type { Named } from './passport-queries.ts';

/** From a record, wherever it is told of, to its passport; a link for those who may see the roster. */
export function PassportLink({ named, name = text.passport.open }: { named: Named; name?: string }) {
  const mayRead = useCan('roster.read');
  if (!mayRead) return name === text.passport.open ? null : <bdi>{name}</bdi>;
  return (
    <TextLink to="/passport" search={named}>
      {name}
    </TextLink>
  );
}
