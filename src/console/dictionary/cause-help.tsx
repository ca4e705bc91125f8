import { IconExternalLink } from '@tabler/icons-react';
import type { EntryCause, Screen, SystemId, ToldCause, ToldMatch } from '../../dictionary/entry.schema.ts';
import { systems } from '../../dictionary/systems.ts';
import { lostWords, workedWords } from '../../dictionary/told-words.model.ts';
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

/** Whether anything is lost with a message, what another try is worth, and by what one sees that it worked. */
export function LostAndRetry({ system, told }: { system: SystemId; told: Pick<ToldMatch, 'blocking' | 'retry'> }) {
  const worked = workedWords(system, told);
  return (
    <div className={css.after}>
      <HelpFact name={text.dictionary.lost} value={lostWords(told)} />
      <HelpFact name={text.dictionary.retry} value={text.dictionary.retryWords[told.retry]} />
      {worked !== null && <HelpFact name={text.dictionary.worked} value={worked} />}
    </div>
  );
}
