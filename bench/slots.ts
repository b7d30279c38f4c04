import { setTimeout } from 'node:timers/promises';
import type { Job, Sandbox } from '@seedmill/contracts';
import type Docker from 'dockerode';
import { imageTag, isImageName } from '../packages/sandbox/src/recipes.ts';
import { freshPrograms, jobsOf } from './jobs.ts';
import { median, perSecond, settled, timed } from './measure.ts';
import type { Seedmill } from './seedmill.ts';

/** What a slot of a language costs by itself. */
export interface SlotFigures {
  language: string;
  /** From nothing to the end of the first job. */
  startMs: number;
  /** A job that does nothing: median. */
  trueMs: number;
  /** Two at a time. */
  truePerSecond: number;
  /** Memory of the container when nothing runs in it, without the pages of files: the kernel keeps those while it has room. */
  idleBytes: number;
}

const TIMES = 60;
const COUNT_MS = 1_000;
/** The agent lets go of what it kept warm after five seconds. */
const REST_MS = 6_000;

export async function measureSlot(
  docker: Docker,
  seedmill: Seedmill,
  language: string,
): Promise<SlotFigures> {
  const { sandbox } = seedmill;
  const once = () => runTrue(sandbox, language);
  const start = await timed(1, once);
  await Promise.all([once(), once()]);
  await settled();
  const figures = {
    language,
    startMs: median(start.wallMs),
    trueMs: median((await timed(TIMES, once)).wallMs),
    truePerSecond: await perSecond(COUNT_MS, once),
  };
  // Idle is what is left after a real job, once the slot has come to rest.
  for (const job of jobsOf([language]).slice(0, 1)) await seedmill.verify(language, freshPrograms(job)());
  await setTimeout(REST_MS);
  return { ...figures, idleBytes: await idleBytes(docker, language) };
}

async function runTrue(sandbox: Sandbox, language: string): Promise<void> {
  const result = await sandbox.run(doNothing(language));
  if (result.outcome === 'lost' || result.steps[0]?.exitCode !== 0)
    throw new Error(`${language}: ${JSON.stringify(result)}`);
}

/** Of the largest of our containers. */
async function idleBytes(docker: Docker, language: string): Promise<number> {
  if (!isImageName(language)) return Number.NaN;
  const label = [`seedmill.pid=${process.pid}`];
  const mine = await docker.listContainers({
    all: false,
    filters: JSON.stringify({ label, ancestor: [imageTag(language)] }),
  });
  const used = await Promise.all(
    mine.map(async ({ Id }) => {
      const { memory_stats: memory } = await docker
        .getContainer(Id)
        .stats({ stream: false, 'one-shot': true });
      const {
        total_inactive_file,
        total_active_file,
        inactive_file = 0,
        active_file = 0,
      } = memory.stats ?? {};
      const files = (total_inactive_file ?? inactive_file) + (total_active_file ?? active_file);
      return (memory.usage ?? Number.NaN) - files;
    }),
  );
  return Math.max(...used);
}

const doNothing = (language: string): Job => ({
  language,
  files: {},
  steps: [
    {
      name: 'true',
      command: ['true'],
      limits: {
        wallMs: 10_000,
        cpuMs: 10_000,
        memoryBytes: 64 << 20,
        processes: 16,
        fileBytes: 1 << 20,
        outputBytes: 1 << 16,
      },
    },
  ],
});
