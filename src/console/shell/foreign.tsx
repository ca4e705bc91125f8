import { useState } from 'react';
import { text } from '../text/text.ts';
import css from './foreign.module.css';

/** Text that came from elsewhere: shown as text, isolated from the line around it, cut with a way to see the rest. */
export function Foreign({ value, most = 160, mono = false }: { value: string; most?: number; mono?: boolean }) {
  const [whole, setWhole] = useState(false);
  const long = value.length > most;
  return (
    <span className={mono ? css.mono : css.plain}>
      <bdi className={css.value}>{long && !whole ? `${value.slice(0, most)}…` : value}</bdi>
      {long && (
        <button type="button" className={css.more} onClick={() => setWhole(!whole)}>
          {whole ? text.shell.showLess : text.shell.showAll(value.length)}
        </button>
      )}
    </span>
  );
}

/** A name in a row, one line, the rest by ellipsis. */
export function ForeignLine({ value }: { value: string }) {
  const short = value.length > 300 ? `${value.slice(0, 300)}…` : value;
  return (
    <bdi className={css.line} title={short}>
      {short}
    </bdi>
  );
}
