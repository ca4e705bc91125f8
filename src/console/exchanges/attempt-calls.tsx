import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Named } from '../passport/passport-queries.ts';
import { Folded } from '../shell/folded.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { attemptCallsQuery } from './exchange-queries.ts';
import css from './exchanges.module.css';
import { Said } from './said.tsx';

const words = text.exchanges;

/** What was sent and answered in one attempt; read when it is opened, since who looks is written down. */
export function AttemptCalls({ named, attempt }: { named: Named; attempt: string }) {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <Folded title={words.ofAttempt} open={open} toggle={toggle}>
      {open && <Calls named={named} attempt={attempt} />}
    </Folded>
  );
}

function Calls({ named, attempt }: { named: Named; attempt: string }) {
  const calls = useQuery(attemptCallsQuery(named, attempt));
  return (
    <PageStates asked={calls}>
      {({ exchanges }) => (
        <div className={css.stack}>
          <p className={css.dim}>{exchanges.length === 0 ? words.none : words.replaced}</p>
          {exchanges.map((call) => (
            <Said key={call.id} call={call} />
          ))}
        </div>
      )}
    </PageStates>
  );
}
