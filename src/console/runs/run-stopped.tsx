import type { Explained } from '../../dictionary/entry.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { Help } from '../shell/help.tsx';
import { text } from '../text/text.ts';
import { RawMessage } from './raw-message.tsx';

/** Why a run stopped as a whole. */
export function RunStopped({ error, release }: { error: Explained; release: boolean }) {
  return (
    <Panel title={error.title}>
      <Help
        meaning={error.meaning}
        owner={error.owner}
        steps={error.steps}
        next={release ? text.next.stoppedRelease : text.next.stopped}
        lost={text.lost.run}
        prevention={error.prevention}
      />
      <RawMessage message={error.message} entry={error.entry} />
    </Panel>
  );
}
