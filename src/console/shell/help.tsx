import { IconTool, IconUser } from '@tabler/icons-react';
import type { OwnerName } from '../../dictionary/entry.schema.ts';
import { text } from '../text/text.ts';
import { Foreign } from './foreign.tsx';
import css from './help.module.css';

/** What it means, who fixes it, the steps, whether anything was lost, what happens next by itself. */
export function Help(props: {
  meaning: string | null;
  owner: OwnerName | null;
  steps: readonly string[];
  next: string | null;
  lost?: string;
  prevention?: readonly string[];
}) {
  const { meaning, owner, steps, next, lost, prevention = [] } = props;
  return (
    <div className={css.help}>
      {meaning !== null && (
        <p className={css.meaning}>
          <Foreign value={meaning} most={1_200} />
        </p>
      )}
      {owner !== null && (
        <p className={css.owner}>
          <IconUser size={14} aria-hidden />
          <span>{text.help.fixedBy}</span>
          <strong>{text.owners[owner]}</strong>
        </p>
      )}
      <Steps title={text.help.steps} steps={steps} />
      {lost !== undefined && <Fact name={text.help.lost} value={lost} />}
      {next !== null && <Fact name={text.help.next} value={next} />}
      <Steps title={text.help.prevention} steps={prevention} />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <h3 className={css.name}>{name}</h3>
      <p className={css.value}>{value}</p>
    </div>
  );
}

function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <div>
      <h3 className={css.name}>{title}</h3>
      <ol className={css.steps}>
        {steps.map((step) => (
          <li key={step}>
            <Foreign value={step} most={1_200} />
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
