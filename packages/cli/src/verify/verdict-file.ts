import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { AppError, messageOf, type Remedy } from '@seedmill/contracts';
import { z } from 'zod';
import { linesOf } from './lines.ts';

const CHUNK = 64 << 10;
const written = z.object({ id: z.string().nullable(), outcome: z.string() });
/** How every verdict begins; a case does not. */
const beginning = /^\{"id":(null|"(?:[^"\\]|\\.)*"),"outcome":/;

/**
 * A file of verdicts, one a line, in the order of the cases. It can be left at any moment and gone on with: what a
 * killed process left of a line is cut off.
 */
export class VerdictFile {
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Throws VERDICTS_UNWRITABLE and VERDICTS_FOREIGN (fix-input). */
  static async open(path: string): Promise<VerdictFile> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'a+');
      await cutPartialLine(path, file);
      return new VerdictFile(path, file);
    } catch (error) {
      await file?.close();
      if (error instanceof AppError) throw error;
      throw unwritable(
        path,
        'fix-input',
        'Name a file in a folder that is there and that you may write to, such as --out verdicts.jsonl',
        error,
      );
    }
  }

  /** The ids of the verdicts that are there, in order. Throws VERDICTS_FOREIGN (fix-input) on anything else. */
  async *ids(): AsyncGenerator<string | null> {
    for await (const line of linesOf(createReadStream(this.#path))) {
      const read = written.safeParse(parse(line));
      if (!read.success) throw foreign(this.#path, 'it holds something else than verdicts');
      yield read.data.id;
    }
  }

  /** Throws VERDICTS_UNWRITABLE (fix-setup), when the disk is full; the next `open` cuts off what was written of the line. */
  async write(line: string): Promise<void> {
    try {
      await this.#file.appendFile(`${line}\n`);
    } catch (error) {
      throw unwritable(
        this.#path,
        'fix-setup',
        'Make room there, then give the same command again: it goes on where it was left.',
        error,
      );
    }
  }

  /** A file without a verdict is removed again. */
  async close(): Promise<void> {
    await this.#file.sync();
    const { size } = await this.#file.stat();
    await this.#file.close();
    if (size === 0) await rm(this.#path);
  }
}

const unwritable = (path: string, remedy: Remedy, hint: string, cause: unknown): AppError =>
  new AppError(
    'VERDICTS_UNWRITABLE',
    remedy,
    `Cannot write the verdicts to ${path}: ${messageOf(cause)}`,
    hint,
    { cause },
  );

/** The file at `path` holds the verdicts of other cases. */
export const foreign = (path: string, why: string): AppError =>
  new AppError(
    'VERDICTS_FOREIGN',
    'fix-input',
    `The verdicts in ${path} cannot be gone on with: ${why}.`,
    'Name another file with --out, or move this one away.',
  );

/** Cuts off what a killed process left of a verdict, and nothing else. */
async function cutPartialLine(path: string, file: FileHandle): Promise<void> {
  const whole = await bytesOfWholeLines(file);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, whole);
  if (bytesRead > 0 && !beginning.test(buffer.toString('utf8', 0, bytesRead))) {
    throw foreign(path, 'it holds something else than verdicts');
  }
  await file.truncate(whole);
}

/** The length of a file up to and with its last line end. */
async function bytesOfWholeLines(file: FileHandle): Promise<number> {
  let { size: end } = await file.stat();
  const chunk = Buffer.alloc(CHUNK);
  while (end > 0) {
    const start = Math.max(0, end - CHUNK);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const last = chunk.subarray(0, bytesRead).lastIndexOf(10);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}

function parse(line: string | null): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
