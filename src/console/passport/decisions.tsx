import type { PassportView } from '../../passport/passport.schema.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './passport.module.css';

const words = text.passport.decisions;

/** What people decided about the record: that it is kept or left out, and the fixes that touched it. */
export function Decisions({ passport: { exemption, fixes } }: { passport: PassportView }) {
  if (exemption === null && fixes.length === 0) return null;
  return (
    <Panel title={words.title}>
      <div className={css.panel}>
        {exemption !== null && <Exemption exemption={exemption} />}
        {fixes.length > 0 && (
          <div>
            <h3 className={css.name}>{words.fixes}</h3>
            <ul className={css.list}>
              {fixes.map((fix) => (
                <li key={fix.id} className={css.links}>
                  <FixName id={fix.id} />
                  <span className={css.dim}>{text.fixes.states[fix.state]}</span>
                  <bdi>{fix.by}</bdi>
                  <When at={fix.at} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}

function FixName({ id }: { id: number }) {
  const mayOpen = useCan('runs.read');
  const told = text.fixes.one(id);
  if (!mayOpen) return <bdi>{told}</bdi>;
  return (
    <TextLink to="/fixes/$id" params={{ id: String(id) }}>
      {told}
    </TextLink>
  );
}

function Exemption({ exemption }: { exemption: NonNullable<PassportView['exemption']> }) {
  const { decision, reason, by, at, until } = exemption;
  return (
    <div>
      <p className={css.plain}>{words.words[decision]}</p>
      <Facts
        facts={[
          [words.reason, <Foreign key="reason" value={reason} />],
          [words.by, <bdi key="by">{by}</bdi>],
          [words.at, <When key="at" at={at} />],
          [words.until, until === null ? words.forGood : <When key="until" at={until} />],
        ]}
      />
    </div>
  );
}
