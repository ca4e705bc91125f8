import { longestLine } from './line.model.ts';

const lineFeed = 10;
const blank = /^\s*$/;

/** Cuts a stream of bytes into its lines, whatever its chunks are; a line that is too long is told without its bytes. */
export type Splitter = {
  push(chunk: Buffer): void;
  /** The last line need not be ended. */
  end(): void;
};

/** Blank lines count, but are no records. */
export function makeSplitter(onLine: (bytes: Buffer | 'too long', line: number) => void): Splitter {
  let begun: Buffer[] = [];
  let length = 0;
  let line = 0;
  const tell = (rest: Buffer) => {
    line++;
    const whole = length + rest.length;
    if (whole > longestLine) onLine('too long', line);
    else {
      const bytes = without(begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
      if (bytes.length > 0 && !(bytes.length < 100 && blank.test(bytes.toString('latin1')))) onLine(bytes, line);
    }
    begun = [];
    length = 0;
  };
  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
        tell(chunk.subarray(from, at));
        from = at + 1;
      }
      const rest = chunk.subarray(from);
      length += rest.length;
      if (length > longestLine) begun = [];
      else if (rest.length > 0) begun.push(rest);
    },
    end() {
      if (length > 0) tell(Buffer.alloc(0));
    },
  };
}

/** Without the mark that some programs put before UTF-8, and without a carriage return. */
function without(bytes: Buffer): Buffer {
  let from = 0;
  while (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
  return bytes.subarray(from, bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length);
}
