import { IconExternalLink } from '@tabler/icons-react';
import type { EntryCause, Screen, ToldCause } from '../../dictionary/entry.schema.ts';
import { systems } from '../../dictionary/systems.ts';
import { Help, HelpFact } from '../shell/help.tsx';
import { text } from '../text/text.ts';
import css from './cause-help.module.css';
import { Wording } from './wording.tsx';

/** The causes of a message, told apart where there are several. */
export function Causes({ causes }: { causes: readonly (EntryCause | ToldCause)[] }) {
  const [only, ...others] = causes;
  if (only === undefined) return null;
  if (others.length === 0) return <Cause cause={only} />;
  return (
    <section className={css.several}>
      <h3 className={css.oneOf}>{text.dictionary.oneOf}</h3>
      <p className={css.dim}>{text.dictionary.oneOfHelp(causes.length)}</p>
      <ol className={css.causes}>
        {causes.map((cause, at) => (
          <li key={cause.meaning}>
            <span className={css.no}>{text.dictionary.causeNo(at + 1, causes.length)}</span>
            <Cause cause={cause} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Cause({ cause }: { cause: EntryCause | ToldCause }) {
  const { meaning, owner, desk, ownerInferred, steps, destroys, prevention, screens } = cause;
  return (
    <div className={css.cause}>
      <Help
        meaning={meaning}
        owner={owner}
        desk={desk ?? null}
        inferred={ownerInferred === true}
        steps={steps}
        destroys={destroys ?? []}
        next={null}
        prevention={prevention}
        tell={(words) => <Wording words={words} />}
      />
      {screens !== undefined && screens.length > 0 && <Screens screens={screens} />}
    </div>
  );
}

function Screens({ screens }: { screens: readonly Screen[] }) {
  return (
    <div>
      <h3 className={css.name}>{text.dictionary.screens}</h3>
      <ul className={css.screens}>
        {screens.map(({ system, name, path }) => (
          <li key={`${system} ${name}`}>
            <span>
              <IconExternalLink size={14} aria-hidden />
              {text.dictionary.systemEntry(systems[system].title, name)}
            </span>
            {path !== undefined && (
              <code className={css.path}>
                <Wording words={path} />
              </code>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether anything is lost with a message, and what another try is worth. */
export function LostAndRetry({
  told,
}: {
  told: { blocking: boolean; retry: keyof typeof text.dictionary.retryWords };
}) {
  return (
    <div className={css.after}>
      <HelpFact
        name={text.dictionary.lost}
        value={told.blocking ? text.dictionary.lostWords.blocking : text.dictionary.lostWords.harmless}
      />
      <HelpFact name={text.dictionary.retry} value={text.dictionary.retryWords[told.retry]} />
    </div>
  );
}
