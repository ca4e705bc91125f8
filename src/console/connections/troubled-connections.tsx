import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { troubledQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { StandingMark } from './standing.tsx';

const words = text.connections.home;
const most = 5;

/** The connections that need somebody, for whoever may see them. */
export function useTroubled(): readonly ConnectionView[] {
  const mayRead = useCan('connections.read');
  return useQuery({ ...troubledQuery, enabled: mayRead }).data?.connections ?? [];
}

/** The same on the page of what needs somebody. */
export function TroubledConnections({ connections }: { connections: readonly ConnectionView[] }) {
  if (connections.length === 0) return null;
  return (
    <section>
      <h2 className={css.homeHeading}>{words.heading(connections.length)}</h2>
      <ul className={css.homeCards}>
        {connections.slice(0, most).map((connection) => (
          <li key={connection.id} className={css.homeCard}>
            <div className={css.homeWords}>
              <StandingMark connection={connection} />
              <strong>
                <ForeignLine value={connection.name} />
              </strong>
              <span className={css.homeDim}>
                <span>{connection.error?.explained.title}</span>
                <When at={connection.error?.since ?? null} />
              </span>
            </div>
            <ButtonLink to="/connections/$id" params={{ id: connection.id }} variant="default">
              {words.open}
            </ButtonLink>
          </li>
        ))}
      </ul>
      {connections.length > most && (
        <TextLink to="/connections" search={{ show: 'error' }}>
          {words.all}
        </TextLink>
      )}
    </section>
  );
}
