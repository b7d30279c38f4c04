import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { bubblewrapMissing, codeOf } from '../errors.ts';

/** Starts bubblewrap. Throws `BUBBLEWRAP_MISSING`. */
export async function startBubblewrap(
  args: readonly string[],
): Promise<ChildProcessByStdio<Writable, Readable, Readable>> {
  const child = spawn('bwrap', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  child.once('spawn', () => {
    resolve(undefined);
  });
  child.once('error', (error) => {
    reject(codeOf(error) === 'ENOENT' ? bubblewrapMissing() : error);
  });
  // What cannot be written shows as an agent that is gone.
  child.stdin.on('error', () => undefined);
  await promise;
  return child;
}

/** Runs bubblewrap to its end; `words` are the last it said. */
export async function runBubblewrap(
  args: readonly string[],
): Promise<{ code: number | null; words: string }> {
  const child = await startBubblewrap(args);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  let words = '';
  const hear = (bytes: Buffer) => {
    words = (words + bytes.toString()).slice(-2000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.stdin.end();
  child.on('close', resolve);
  return { code: await promise, words: words.trim() };
}
