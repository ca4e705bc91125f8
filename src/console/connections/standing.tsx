import type { ConnectionView } from '../../connections/connection.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { Due } from './due.tsx';

/** How a connection stands, in one mark. */
export function StandingMark({ connection, pill = false }: { connection: ConnectionView; pill?: boolean }) {
  const { status, error } = connection;
  if (status === 'paused') return <StateMark state="paused" pill={pill} />;
  if (error === null) return <StateMark state="synced" pill={pill} />;
  return <StateMark state="failed" word={text.connections.errors[error.type]} pill={pill} />;
}

/** Synced or the one error, and since when. */
export function Health({ connection }: { connection: ConnectionView }) {
  const { status, error } = connection;
  if (status === 'paused') return <span className={css.dim}>{text.connections.untold}</span>;
  return (
    <span className={css.two}>
      <StandingMark connection={connection} />
      {error !== null && (
        <span className={css.dim}>
          {text.connections.since} <When at={error.since} />
        </span>
      )}
    </span>
  );
}

export function Status({ status }: Pick<ConnectionView, 'status'>) {
  return status === 'paused' ? <StateMark state="paused" /> : <span>{text.connections.status.active}</span>;
}

/** When it runs next by itself, or why it does not. */
export function NextRun({ connection }: { connection: ConnectionView }) {
  const { status, fetched, error, nextDueAt } = connection;
  const words = text.connections.nextRun;
  if (status === 'paused') return <span className={css.dim}>{words.never}</span>;
  if (!fetched) return <span className={css.dim}>{words.sent}</span>;
  if (nextDueAt === null) return <span className={css.dim}>{words.none}</span>;
  if (error?.type === 'auth') return <span className={css.dim}>{words.auth}</span>;
  return <Due at={nextDueAt} />;
}
