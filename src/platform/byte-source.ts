import { type FileHandle, open } from 'node:fs/promises';

/** Bytes that can be read from any place, as often as needed: a file of a folder, or an upload that lies sealed on disk. */
export type ByteSource = {
  readonly size: number;
  /** Fills `target` from `position` on, as far as there is something; answers how much. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** False once the bytes are no longer those that were opened. */
  unchanged(): Promise<boolean>;
  close(): Promise<void>;
};

export async function openFile(path: string): Promise<ByteSource> {
  const file = await open(path, 'r');
  const first = await file.stat({ bigint: true });
  return {
    size: Number(first.size),
    read: (target, position) => readFully(file, target, position),
    async unchanged() {
      const now = await file.stat({ bigint: true });
      return now.size === first.size && now.mtimeNs === first.mtimeNs;
    },
    close: () => file.close(),
  };
}

/** One read may return less than was asked; this reads until the target is full or the file ends. */
export async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let got = 0;
  while (got < target.length) {
    const { bytesRead } = await file.read(target, got, target.length - got, position + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return got;
}
