import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import { missingOfQuery } from './expectation-queries.ts';
import css from './expectations.module.css';
import { said, titleOf } from './said.ts';

const words = text.expectations;

/** On the page of a connection: what should have come over it and has not. Nothing where all is as expected. */
export function MissingLine({ connection }: { connection: string }) {
  const { data } = useQuery(missingOfQuery(connection));
  const missing = (data?.expectations ?? []).filter(({ muted }) => muted === null);
  const [only] = missing;
  if (only === undefined) return null;
  return (
    <p className={css.missing}>
      <IconAlertTriangle size={16} aria-hidden />
      <strong>{missing.length === 1 ? words.missingOne(titleOf(only)) : words.missing(missing.length)}</strong>
      {missing.length === 1 && <span>{said(only)}</span>}
      {missing.length === 1 ? (
        <TextLink to="/expectations/$id" params={{ id: String(only.id) }}>
          {words.see}
        </TextLink>
      ) : (
        <TextLink to="/expectations" search={{ state: 'missed', connection }}>
          {words.see}
        </TextLink>
      )}
    </p>
  );
}
