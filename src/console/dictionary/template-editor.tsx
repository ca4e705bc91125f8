import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text/text.ts';
import { longestTemplate } from './draft.ts';
import css from './naming.module.css';
import { type Edited, partNames, piecesOf, putBack, rename, takeOut } from './template-words.ts';

const words = text.dictionary.naming;

/** A template, by clicking the words that change or by writing it. `fits`: the message is one of its own; null: there is none. */
export function TemplateEditor(props: {
  edited: Edited;
  change: (edited: Edited) => void;
  fits: boolean | null;
  error: string | null;
}) {
  const { edited, change, fits, error } = props;
  const { template, taken } = edited;
  const names = partNames(template);
  return (
    <div className={css.editor}>
      {template !== '' && (
        <fieldset className={css.clickable}>
          <legend>{words.words}</legend>
          <p className={css.dim}>{words.sampleHelp}</p>
          <div className={css.pieces} dir="auto">
            {piecesOf(template).map((piece) => {
              if (piece.kind === 'between') return <span key={piece.at}>{piece.text}</span>;
              const isPart = piece.kind === 'part';
              return (
                <button
                  key={piece.at}
                  type="button"
                  className={isPart ? css.part : css.word}
                  aria-pressed={isPart}
                  aria-label={isPart ? words.back(piece.name) : words.put(piece.text)}
                  disabled={isPart && taken[piece.name] === undefined}
                  onClick={() => change(isPart ? putBack(edited, piece) : takeOut(edited, piece))}
                >
                  {isPart ? piece.name : piece.text}
                </button>
              );
            })}
          </div>
        </fieldset>
      )}
      <Textarea
        label={words.template}
        description={words.templateHelp}
        required
        maxLength={longestTemplate}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: css.mono ?? '' }}
        error={error}
        value={template}
        onChange={(event) => change({ template: event.currentTarget.value, taken })}
      />
      {fits !== null && (
        <p className={fits ? css.dim : css.wrong} aria-live="polite">
          {fits ? words.templateFits : words.templateOff}
        </p>
      )}
      {names.length > 0 && (
        <fieldset className={css.parts}>
          <legend>{words.parts}</legend>
          {names.map((name) => (
            <PartName key={name} name={name} change={(to) => change(rename(edited, name, to))} />
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** The name is taken over when the field is left: half a name may be another part's. */
function PartName({ name, change }: { name: string; change: (to: string) => void }) {
  const [typed, setTyped] = useState(name);
  return (
    <TextInput
      size="xs"
      aria-label={words.partName(name)}
      value={typed}
      maxLength={40}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        change(typed);
        setTyped(name);
      }}
    />
  );
}
