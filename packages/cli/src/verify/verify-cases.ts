import { AppError, type ProgramVerdict, type ProgramVerifier } from '@seedmill/contracts';
import { type Case, readCase, unverifiable, verdictLine } from './case.ts';
import { foreign, type VerdictFile } from './verdict-file.ts';

export interface Tally {
  passed: number;
  failed: number;
  inconclusive: number;
  /** Verdicts that were there already. */
  before: number;
}

export interface CasesToVerify {
  lines: AsyncIterable<string | null>;
  out: VerdictFile;
  /** For messages. */
  outPath: string;
  verifier: ProgramVerifier;
  /** Cases begun before the oldest of them has its verdict written. */
  window: number;
  /** No case is begun after it is aborted; those in flight are given up. */
  signal: AbortSignal;
  /** Told whenever a verdict was written. */
  onVerdict: (tally: Tally) => void;
}

/**
 * Verifies the cases of a stream and writes their verdicts in the same order, whatever the number of cases in
 * constant memory. Verdicts that are there already are not made again.
 */
export async function verifyCases(task: CasesToVerify): Promise<Tally> {
  const { lines, out, signal, window } = task;
  const tally: Tally = { passed: 0, failed: 0, inconclusive: 0, before: 0 };
  const done = out.ids();
  let resuming = true;
  let number = 0;
  const inFlight: Promise<{ id: string | null; verdict: ProgramVerdict }>[] = [];
  const giveUp = new AbortController();
  const stop = AbortSignal.any([signal, giveUp.signal]);

  const writeOldest = async () => {
    const oldest = await inFlight.shift();
    if (oldest === undefined) return;
    await out.write(verdictLine(oldest.id, oldest.verdict));
    tally[oldest.verdict.outcome] += 1;
    task.onVerdict(tally);
  };

  try {
    for await (const line of lines) {
      if (signal.aborted) break;
      number += 1;
      if (line?.trim() === '') continue;
      const read = readCase(line);
      if (resuming) {
        const there = await done.next();
        if (!there.done) {
          if (there.value !== read.id) {
            throw foreign(
              task.outPath,
              `line ${number} of the cases is "${read.id}", its verdict is of "${there.value}"`,
            );
          }
          tally.before += 1;
          continue;
        }
        resuming = false;
      }
      const verdict =
        'problem' in read
          ? Promise.resolve({ id: read.id, verdict: unverifiable(`line ${number}: ${read.problem}`) })
          : verify(task, read, stop);
      // Looked at when it is the oldest; until then a failure is nobody's news.
      verdict.catch(() => undefined);
      inFlight.push(verdict);
      if (inFlight.length >= window) await writeOldest();
    }
    while (inFlight.length > 0) await writeOldest();
  } catch (error) {
    giveUp.abort();
    await Promise.allSettled(inFlight);
    if (!signal.aborted) throw error;
  }
  return tally;
}

async function verify(
  { verifier }: CasesToVerify,
  { id, language, program }: Case,
  signal: AbortSignal,
): Promise<{ id: string; verdict: ProgramVerdict }> {
  try {
    return { id, verdict: await verifier.verifyProgram(language, program, signal) };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || error.remedy !== 'fix-input') throw error;
    return { id, verdict: unverifiable(error.message) };
  }
}
