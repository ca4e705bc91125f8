import { createInterface } from 'node:readline/promises';

/** Asks whoever sits at the terminal; null: nobody does, or nothing was typed. */
export async function askTyped(question: string): Promise<string | null> {
  if (process.stdin.isTTY !== true) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** What a command prints: results on stdout; progress on stderr, as one line that is written anew where somebody watches. */
export function printer(results: NodeJS.WritableStream = process.stdout) {
  const watched = process.stderr.isTTY === true;
  let last = '';
  let told = 0;
  const clear = () => {
    if (watched && last !== '') process.stderr.write('\r\u001b[2K');
  };
  return {
    out(text: string) {
      clear();
      last = '';
      results.write(`${text}\n`);
    },
    warn(text: string) {
      clear();
      last = '';
      process.stderr.write(`${text}\n`);
    },
    progress(text: string) {
      if (text === last) return;
      const now = Date.now();
      if (watched) {
        clear();
        process.stderr.write(text);
      } else if (now - told >= 5000 || told === 0) {
        process.stderr.write(`${text}\n`);
        told = now;
      }
      last = text;
    },
    end() {
      clear();
    },
  };
}
