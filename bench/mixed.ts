import { type BenchJob, freshPrograms } from './jobs.ts';
import { machineTime } from './measure.ts';
import type { Seedmill } from './seedmill.ts';

export interface MixedFigures {
  jobs: number;
  perSecond: number;
  /** Share of the machine's processor time that was worked. */
  busy: number;
}

/** Begun before the oldest is done, per slot: as `seedmill verify` does. */
const AHEAD = 32;

/** Verifies many programs of all these jobs in turn, as fast as it goes. */
export async function verifyMixed(
  seedmill: Seedmill,
  jobs: readonly BenchJob[],
  count: number,
): Promise<MixedFigures> {
  const sources = jobs.map((job) => ({ language: job.language, fresh: freshPrograms(job) }));
  const before = machineTime();
  const started = performance.now();
  await inFlight(seedmill.slots * AHEAD, count, async (at) => {
    const source = sources[at % sources.length];
    if (source !== undefined) await seedmill.verify(source.language, source.fresh());
  });
  const after = machineTime();
  return {
    jobs: count,
    perSecond: (count * 1000) / (performance.now() - started),
    busy: (after.busyMs - before.busyMs) / (after.allMs - before.allMs),
  };
}

/** Does something for 0 … count-1, so many at a time. */
export async function inFlight(
  atOnce: number,
  count: number,
  once: (at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await once(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
