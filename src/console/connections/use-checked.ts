import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChecklistLine, CheckNamed, CheckView } from '../../connections/connection.schema.ts';
import { RequestProblem, sendForLines } from '../shell/api.ts';

/** A checklist as it fills; `list` null: which lines there are is not told yet. */
export interface Lines {
  list: readonly CheckNamed[] | null;
  checks: readonly CheckView[];
}
const none: Lines = { list: null, checks: [] };

/** Sends what goes through a checklist; its lines fill as they are told. */
export function useChecked<Answer, Body = undefined>(asked: {
  method: 'POST' | 'PUT';
  path: string;
  onAnswer?: (answer: Answer) => void;
  onSettled?: () => unknown;
}) {
  const [lines, setLines] = useState<Lines>(none);
  const ask = useMutation({
    mutationFn: async (body: Body) => {
      setLines(none);
      const told: { answer?: Answer } = {};
      await sendForLines<ChecklistLine<Answer>>(asked.method, asked.path, body, (line) => {
        if ('list' in line) setLines({ list: line.list, checks: [] });
        else if ('check' in line) setLines(({ list, checks }) => ({ list, checks: [...checks, line.check] }));
        else if ('answer' in line) told.answer = line.answer;
        else throw new RequestProblem(409, line.error);
      });
      // Cut off before its end: whether it was done nobody said.
      if (told.answer === undefined) throw new RequestProblem(0, null);
      return told.answer;
    },
    ...(asked.onAnswer === undefined ? {} : { onSuccess: asked.onAnswer }),
    ...(asked.onSettled === undefined ? {} : { onSettled: asked.onSettled }),
  });
  return { ask, lines };
}
