import type Docker from 'dockerode';
import { ByHand } from './by-hand.ts';
import { bareImage } from './images.ts';
import { type BenchJob, freshPrograms } from './jobs.ts';
import { median, perSecond, type Runs, timed } from './measure.ts';
import type { Seedmill } from './seedmill.ts';

/** The ways in which one job is done, side by side; ours apart from each other, so that a slot is ready again. */
export const ways = ['bare', 'dockerRun', 'verify', 'exec', 'ours'] as const;
export type Way = (typeof ways)[number];

export interface Cost {
  /** Median. */
  wallMs: number;
  /** Of the whole machine, on average. */
  cpuMs: number;
  runs: number;
}

export interface Comparison {
  job: BenchJob;
  cost: Record<Way, Cost>;
  /** Two at a time. */
  perSecond: { ours: number; dockerRun: number };
}

/** Time for the rounds of one job, and for each of the two counts of jobs a second. */
const ROUNDS_MS = 9_000;
const COUNT_MS = 1_500;
const ROUNDS = { least: 3, most: 25 };

/** Does a job in all ways, interleaved, so that whatever else the machine does meets all of them alike. */
export async function compare(
  docker: Docker,
  seedmill: Seedmill,
  job: BenchJob,
  rounds: number | null,
): Promise<Comparison> {
  const fresh = freshPrograms(job);
  const shape = await seedmill.shape(job.language, fresh());
  const byHand = await ByHand.open(docker, await bareImage(docker, job.language), job, fresh);
  const ours = () => seedmill.run(job.language, fresh(), shape);
  const turns: Record<Way, () => Promise<Runs>> = {
    bare: () => byHand.bare(),
    dockerRun: () => timed(1, () => byHand.run()),
    exec: () => byHand.exec(),
    ours: () => timed(1, ours),
    verify: () => timed(1, () => seedmill.verify(job.language, fresh())),
  };
  try {
    // The first of each warms up.
    for (const way of ways) await turns[way]();
    const all = await each((): Promise<Runs> => Promise.resolve({ wallMs: [], cpuMs: 0 }));
    const started = performance.now();
    for (let round = 1; round <= (rounds ?? ROUNDS.most); round++) {
      for (const way of ways) {
        const { wallMs, cpuMs } = await turns[way]();
        all[way].wallMs.push(...wallMs);
        all[way].cpuMs += cpuMs;
      }
      if (rounds === null && round >= ROUNDS.least && performance.now() - started > ROUNDS_MS) break;
    }
    return {
      job,
      cost: await each((way) => Promise.resolve(costOf(all[way]))),
      perSecond: {
        ours: await perSecond(COUNT_MS, ours),
        dockerRun: await perSecond(COUNT_MS, () => byHand.run()),
      },
    };
  } finally {
    await byHand.close();
  }
}

async function each<Value>(of: (way: Way) => Promise<Value>): Promise<Record<Way, Value>> {
  return {
    bare: await of('bare'),
    dockerRun: await of('dockerRun'),
    exec: await of('exec'),
    ours: await of('ours'),
    verify: await of('verify'),
  };
}

const costOf = ({ wallMs, cpuMs }: Runs): Cost => ({
  wallMs: median(wallMs),
  cpuMs: cpuMs / wallMs.length,
  runs: wallMs.length,
});
