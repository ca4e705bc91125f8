import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import type { Preview } from '../../dictionary/own-entry.schema.ts';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import css from './naming.module.css';
import { previewQuery } from './own-queries.ts';
import { Wording } from './wording.tsx';

const words = text.dictionary.naming;

/** Which of the unknown messages the template would explain, and with which entries it would clash. */
export function NamingPreview(props: {
  system: SystemId | undefined;
  template: string;
  /** The entry that is being changed, which does not clash with itself. */
  entry: string | undefined;
}) {
  const { system, entry } = props;
  const [message] = useDebouncedValue(props.template.trim(), 300);
  const asked =
    system === undefined || message === '' ? null : { system, message, ...(entry === undefined ? {} : { entry }) };
  const preview = useQuery({ ...previewQuery(asked), placeholderData: keepPreviousData });
  return (
    <section className={css.preview} aria-label={words.preview} aria-live="polite">
      <h3 className={css.small}>{words.preview}</h3>
      {asked === null ? (
        <p className={css.dim}>{words.previewWait}</p>
      ) : (
        <PageStates asked={preview}>{(view) => <Foreseen view={view} />}</PageStates>
      )}
    </section>
  );
}

function Foreseen({ view }: { view: Preview }) {
  const { problems, catches, total, clashes } = view;
  if (problems.length > 0)
    return (
      <div className={css.warning}>
        <IconAlertTriangle size={16} aria-hidden />
        <div>
          <strong>{words.problems}</strong>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      </div>
    );
  return (
    <>
      <p className={css.plain}>{words.catches(catches.length, total)}</p>
      {catches.length > 0 && (
        <ul className={css.catches}>
          {catches.slice(0, 10).map(({ id, template, count }) => (
            <li key={id}>
              <span className={css.mono}>
                <Wording words={template} />
              </span>
              <span className={css.dim}>{words.times(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {clashes.length > 0 && (
        <div className={css.warning}>
          <IconAlertTriangle size={16} aria-hidden />
          <div>
            <strong>{words.clashes(clashes.length)}</strong>
            <p>{words.clashesHelp}</p>
            <ul>
              {clashes.map(({ entry, title }) => (
                <li key={entry}>
                  <TextLink to="/dictionary/$entry" params={{ entry }} target="_blank">
                    {title}
                  </TextLink>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </>
  );
}
