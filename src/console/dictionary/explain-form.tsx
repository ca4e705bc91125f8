import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileText, IconX } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { text } from '../text/text.ts';
import css from './explain.module.css';
import { SystemSelect } from './system-select.tsx';

const mostBytes = 5_000_000;
const words = text.dictionary.explain;

export interface Typed {
  text: string;
  /** A file that was chosen or dropped stands in place of the text. */
  file: { name: string; size: number; text: string } | null;
}

/** The one box: a message, a log or a file, and the system or none. */
export function ExplainForm(props: {
  typed: Typed;
  system: SystemId | undefined;
  pending: boolean;
  type: (typed: Typed) => void;
  choose: (system: SystemId | undefined) => void;
  ask: (typed: Typed) => void;
  clear: () => void;
}) {
  const { typed, system, pending, type, choose, ask, clear } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const isEmpty = typed.file === null && typed.text.trim() === '';
  const submit = () => {
    setProblem(isEmpty ? words.empty : null);
    ask(typed);
  };
  const change = (after: Typed) => {
    setProblem(null);
    type(after);
  };
  const take = async (file: File | null | undefined) => {
    if (file === null || file === undefined) return;
    const read = await readFile(file);
    setProblem(read.problem);
    if (read.text === null) return;
    const taken = { text: '', file: { name: file.name, size: file.size, text: read.text } };
    type(taken);
    ask(taken);
  };
  const drop = useDrop(take);
  return (
    <Panel>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        {...drop.handlers}
      >
        <Box typed={typed} over={drop.over} problem={problem} change={change} submit={submit} />
        <div className={css.under}>
          <SystemSelect
            label={text.dictionary.system}
            description={words.systemHelp}
            value={system}
            onChange={choose}
          />
          <div className={css.file}>
            <FileButton
              onChange={(file) => void take(file)}
              accept=".csv,.json,.ndjson,.jsonl,.log,.txt,text/*,application/json"
            >
              {(button) => (
                <Button variant="default" size="sm" leftSection={<IconFileText size={15} aria-hidden />} {...button}>
                  {words.file}
                </Button>
              )}
            </FileButton>
            <span className={css.dim}>{words.fileHelp(text.bytes(mostBytes))}</span>
          </div>
        </div>
        <div className={css.actions}>
          <Button type="submit" size="sm" loading={pending}>
            {words.submit}
          </Button>
          {!isEmpty && (
            <Button variant="subtle" color="gray" size="sm" onClick={clear}>
              {words.clear}
            </Button>
          )}
          <span className={css.dim}>{words.submitHelp}</span>
        </div>
      </form>
    </Panel>
  );
}

function Box(props: {
  typed: Typed;
  over: boolean;
  problem: string | null;
  change: (typed: Typed) => void;
  submit: () => void;
}) {
  const { typed, over, problem, change, submit } = props;
  const { file } = typed;
  if (file !== null)
    return (
      <div className={css.chosen}>
        <IconFileText size={16} aria-hidden />
        <bdi>{words.fileChosen(file.name, text.bytes(file.size))}</bdi>
        <button
          type="button"
          className={css.remove}
          aria-label={words.removeFile}
          onClick={() => change({ text: '', file: null })}
        >
          <IconX size={14} aria-hidden />
        </button>
      </div>
    );
  return (
    <Textarea
      label={words.box}
      description={words.boxHelp}
      placeholder={words.placeholder}
      autosize
      minRows={4}
      maxRows={14}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: css.box ?? '' }}
      data-over={over || undefined}
      data-search=""
      error={problem}
      value={typed.text}
      onChange={(event) => change({ text: event.currentTarget.value, file: null })}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        submit();
      }}
    />
  );
}

/** The text of a file, or why it cannot be taken. */
async function readFile(file: File): Promise<{ text: string; problem: null } | { text: null; problem: string }> {
  if (file.size > mostBytes) return { text: null, problem: words.tooLarge(text.bytes(mostBytes)) };
  try {
    return { text: await file.text(), problem: null };
  } catch {
    return { text: null, problem: words.unreadable };
  }
}

function useDrop(take: (file: File | undefined) => Promise<void>) {
  const [over, setOver] = useState(false);
  const holdsFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!holdsFile(event)) return;
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      },
    },
  };
}
