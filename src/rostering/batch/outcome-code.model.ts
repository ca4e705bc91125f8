/** What became of a line, as a byte; 0: it was not reached. */
export const codeWords = ['left', 'created', 'updated', 'deleted', 'unchanged', 'rejected', 'blocked'] as const;
export type CodeWord = (typeof codeWords)[number];

export const codeOf = (word: CodeWord): number => codeWords.indexOf(word);
export const isRefused = (code: number): boolean => code === codeOf('rejected') || code === codeOf('blocked');
