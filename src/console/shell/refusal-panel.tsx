import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { text } from '../text/text.ts';
import { type Refusal, RequestProblem } from './api.ts';
import { Copyable } from './copyable.tsx';
import { EntryLink } from './entry-link.tsx';
import { Foreign } from './foreign.tsx';
import { Help } from './help.tsx';
import css from './refusal-panel.module.css';

/** A request that did not go through, told by the dictionary; what was typed stays where it is. `brief` where only the person at the door can act. */
export function RefusalPanel({
  problem,
  again,
  brief = false,
}: {
  problem: unknown;
  again?: () => void;
  brief?: boolean;
}) {
  const panel = useRef<HTMLElement>(null);
  // Below a long form it would be told where nobody looks.
  useEffect(() => {
    if (problem !== null) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  const refusal = problem instanceof RequestProblem ? problem.refusal : null;
  const status = problem instanceof RequestProblem ? problem.status : null;
  const Icon = status === 0 ? IconPlugConnectedX : IconAlertTriangle;
  const { title, help } =
    status === 0 ? unreachable : { title: text.problem.unexplained(status), help: text.problem.unexplainedHelp };
  return (
    <section ref={panel} className={css.panel} role="alert">
      <Icon size={18} stroke={1.8} className={css.icon} aria-hidden />
      <div className={css.body}>
        <h2 className={css.title}>{refusal === null ? title : <Foreign value={refusal.message} most={400} />}</h2>
        {refusal === null ? <p className={css.plain}>{help}</p> : <RefusalHelp refusal={refusal} brief={brief} />}
        {again !== undefined && (
          <div className={css.actions}>
            <Button variant="default" onClick={again}>
              {text.problem.tryAgain}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

const unreachable = { title: text.problem.unreachable, help: text.problem.unreachableHelp };

function RefusalHelp({ refusal, brief }: { refusal: Refusal; brief: boolean }) {
  const [open, { toggle }] = useDisclosure(false);
  const { help } = refusal;
  return (
    <>
      <Help
        meaning={help.meaning ?? null}
        owner={brief ? null : help.owner}
        steps={help.steps ?? []}
        next={brief ? null : text.retryRequest[help.retry]}
      />
      {help.violations.length > 0 && (
        <ul className={css.violations}>
          {help.violations.slice(0, 50).map((violation) => (
            <li key={`${violation.pointer} ${violation.entry}`}>
              {violation.pointer !== '' && <code>{violation.pointer}</code>} <Foreign value={violation.message} />
            </li>
          ))}
        </ul>
      )}
      <button type="button" className={css.fold} aria-expanded={open} onClick={toggle}>
        {text.problem.forSupport}
      </button>
      <Collapse expanded={open}>
        <dl className={css.facts}>
          <dt>{text.problem.entry}</dt>
          <dd>
            <EntryLink entry={help.entry} />
          </dd>
          <dt>{text.problem.requestId}</dt>
          <dd>
            <Copyable value={help.requestId} name={text.problem.requestId} />
          </dd>
        </dl>
      </Collapse>
    </>
  );
}
