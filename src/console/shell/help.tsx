import { IconAlertTriangle, IconTool, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { OwnerName } from '../../dictionary/entry.schema.ts';
import { text } from '../text/text.ts';
import { Foreign } from './foreign.tsx';
import css from './help.module.css';

type Destroyed = { readonly step: number; readonly what: string };
type Tell = (words: string) => ReactNode;

const asItIs: Tell = (words) => <Foreign value={words} most={1_200} />;

/** What it means, who fixes it, the steps, whether anything was lost, what happens next by itself. `tell` shows words that hold placeholders. */
export function Help(props: {
  meaning: string | null;
  owner: OwnerName | null;
  /** Whose support, where the owner is support. */
  desk?: string | null;
  /** No source names the owner. */
  inferred?: boolean;
  steps: readonly string[];
  /** What a step loses; `step` counts from 1. */
  destroys?: readonly Destroyed[];
  next: string | null;
  lost?: string;
  prevention?: readonly string[];
  tell?: Tell;
}) {
  const { meaning, owner, desk = null, inferred = false, steps, next, lost, prevention = [] } = props;
  const { tell = asItIs, destroys = [] } = props;
  return (
    <div className={css.help}>
      {meaning !== null && <p className={css.meaning}>{tell(meaning)}</p>}
      {owner !== null && (
        <p className={css.owner}>
          <IconUser size={14} aria-hidden />
          <span>{text.help.fixedBy}</span>
          <strong>{desk === null ? text.owners[owner] : text.help.desk(desk)}</strong>
          {inferred && <span title={text.help.inferredHelp}>{text.help.inferred}</span>}
        </p>
      )}
      <Steps title={text.help.steps} steps={steps} destroys={destroys} tell={tell} />
      {lost !== undefined && <HelpFact name={text.help.lost} value={lost} />}
      {next !== null && <HelpFact name={text.help.next} value={next} />}
      <Steps title={text.help.prevention} steps={prevention} destroys={[]} tell={tell} />
    </div>
  );
}

export function HelpFact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <h3 className={css.name}>{name}</h3>
      <p className={css.value}>{value}</p>
    </div>
  );
}

function Steps(props: { title: string; steps: readonly string[]; destroys: readonly Destroyed[]; tell: Tell }) {
  const { title, steps, destroys, tell } = props;
  if (steps.length === 0) return null;
  return (
    <div>
      <h3 className={css.name}>{title}</h3>
      <ol className={css.steps}>
        {steps.map((step, at) => (
          <li key={step}>
            {destroys
              .filter((one) => one.step === at + 1)
              .map(({ what }) => (
                <p key={what} className={css.warning}>
                  <IconAlertTriangle size={16} aria-hidden />
                  <span>
                    <strong>{text.help.destroys}</strong> {tell(what)}
                  </span>
                </p>
              ))}
            {tell(step)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The owner as a small mark in a row. */
export function OwnerMark({ owner }: { owner: OwnerName }) {
  return (
    <span className={css.mark}>
      <IconTool size={13} aria-hidden />
      {text.owners[owner]}
    </span>
  );
}
