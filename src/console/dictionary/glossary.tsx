import type { Word } from '../../dictionary/glossary.model.ts';
import css from './glossary.module.css';

/** Words that not everybody knows, each with its meaning. */
export function Glossary({ words }: { words: readonly Word[] }) {
  return (
    <dl className={css.words}>
      {words.map(({ word, meaning }) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
