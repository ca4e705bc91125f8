import { Loader } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { CheckNamed, CheckView } from '../../connections/connection.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { Help } from '../shell/help.tsx';
import { toneColour, toneMark } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './checklist.module.css';
import type { Lines } from './use-checked.ts';

/**
 * The lines of a test as they fill; what failed is explained when all of them stand, so that none moves before. `told`: the
 * entry that is explained on the page already; `brief` where nobody could follow the steps.
 */
export function Checklist(props: { lines: Lines; running: boolean; told?: string | undefined; brief?: boolean }) {
  const { lines, running, told, brief = false } = props;
  const { list, checks } = lines;
  const all: readonly CheckNamed[] = list ?? checks;
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  return (
    <div className={css.checklist}>
      <p className={css.sum} role="status">
        {sumOf(lines, running)}
      </p>
      <ol className={css.lines} aria-label={text.connections.checklist.title}>
        {all.map(({ name, label }, at) => (
          <li key={name} className={css.line}>
            <Line label={label} check={checks[at]} now={running && at === checks.length} />
          </li>
        ))}
      </ol>
      {!running &&
        !brief &&
        failed
          .filter(({ explained }) => explained?.entry !== told)
          .map((check) => <Failed key={check.name} check={check} />)}
    </div>
  );
}

function sumOf({ list, checks }: Lines, running: boolean): string {
  const count = (outcome: CheckView['outcome']) => checks.filter((check) => check.outcome === outcome).length;
  const words = text.connections.checklist;
  if (running) return list === null ? words.beginning : words.under(checks.length, list.length);
  return count('failed') > 0 ? words.failed(count('failed'), count('skipped')) : words.passed(checks.length);
}

const marks = {
  passed: { icon: IconCircleCheck, tone: 'green' },
  failed: { icon: IconCircleX, tone: 'red' },
  skipped: { icon: IconCircleMinus, tone: 'grey' },
} as const;

function Line({ label, check, now }: { label: string; check: CheckView | undefined; now: boolean }) {
  const words = text.connections.checklist;
  if (check === undefined)
    return (
      <>
        <span className={css.icon}>
          {now ? (
            <Loader size={16} color="var(--hp-blue-mark)" />
          ) : (
            <IconCircleDashed size={18} stroke={1.6} aria-hidden />
          )}
        </span>
        <span className={css.label}>{label}</span>
        <span className={css.found}>{now ? words.now : words.waiting}</span>
      </>
    );
  const { icon: Icon, tone } = marks[check.outcome];
  return (
    <>
      <span className={css.icon}>
        <Icon size={18} stroke={1.8} style={{ color: toneMark(tone) }} aria-hidden />
      </span>
      <span className={css.label}>{label}</span>
      <span className={css.found}>
        <span style={{ color: toneColour(tone) }}>{words.states[check.outcome]}</span>
        <bdi>{check.explained?.title ?? check.found}</bdi>
      </span>
    </>
  );
}

/** What the dictionary says of a line that failed. */
function Failed({ check }: { check: CheckView }) {
  const { explained, label } = check;
  if (explained === null) return null;
  return (
    <section className={css.failed} aria-label={label}>
      <h3 className={css.failedTitle}>{explained.title}</h3>
      <Help
        meaning={explained.meaning}
        owner={explained.owner}
        steps={explained.steps}
        next={null}
        prevention={explained.prevention}
      />
      <RawMessage message={explained.message} entry={explained.entry} />
    </section>
  );
}
