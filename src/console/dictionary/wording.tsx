import { text } from '../text/text.ts';
import css from './wording.module.css';

const placeholder = /\{([a-zA-Z][a-zA-Z ]*)\}/;

/** A text of the dictionary: facts of the case stand out, and what changes from case to case by its name. */
export function Wording({ words, facts = {} }: { words: string; facts?: Readonly<Record<string, string>> }) {
  return (
    <bdi>
      {partsOf(words).map(({ id, literal, fact }) =>
        fact === null ? literal : <Fact key={id} name={fact} value={facts[fact]} />,
      )}
    </bdi>
  );
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  const said = text.dictionary.factName(name);
  if (value === undefined) return <span className={css.placeholder}>{said}</span>;
  return (
    <mark className={css.fact} title={said}>
      {value === '' ? text.dictionary.emptyFact : value}
    </mark>
  );
}

interface Part {
  id: number;
  literal: string;
  /** The name of a part that changes; null: it is literal. */
  fact: string | null;
}

/** Literals and placeholders in their order. */
export function partsOf(words: string): readonly Part[] {
  return words
    .split(placeholder)
    .map((part, id) => (id % 2 === 0 ? { id, literal: part, fact: null } : { id, literal: '', fact: part }))
    .filter(({ literal, fact }) => literal !== '' || fact !== null);
}
