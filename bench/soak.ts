import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { missingImages } from '@seedmill/sandbox';
import type Docker from 'dockerode';
import { withCleanUp } from './clean-up.ts';
import { freshPrograms, jobsOf, languageIds } from './jobs.ts';
import { inFlight } from './mixed.ts';
import { openSeedmill, type Seedmill } from './seedmill.ts';

/** What must not grow, however many jobs a worker has done. */
interface Footprint {
  rssMB: number;
  heapMB: number;
  fds: number;
  containers: number;
  tempFiles: number;
}

/** Growth from the first thousand to the end that says nothing: caches fill, and V8 frees memory late. */
const NOISE: Footprint = { rssMB: 60, heapMB: 8, fds: 4, containers: 0, tempFiles: 0 };
const BLOCK = 1_000;
/** Begun at once: enough that most find a slot of their language warm. */
const AHEAD = 32;
/** One of so many jobs is verified in full; the others are only run. */
const VERIFIED = 20;

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '10000' }, minutes: { type: 'string', default: '8' } },
});
const count = Number(values.jobs);
const deadline = performance.now() + Number(values.minutes) * 60_000;

const seedmill = openSeedmill();
await withCleanUp(
  async (docker, folder) => {
    const once = await mix(docker, seedmill);
    console.log('  jobs    jobs/s    RSS MB   heap MB       fds  containers  temp files');
    const report = async (jobs: number, perSecond: number) => {
      const footprint = await look(docker, folder);
      const { rssMB, heapMB, fds, containers, tempFiles } = footprint;
      const cells = [perSecond.toFixed(1), rssMB.toFixed(1), heapMB.toFixed(1), fds, containers, tempFiles];
      console.log([String(jobs).padStart(6), ...cells.map((cell) => String(cell).padStart(8))].join('  '));
      return footprint;
    };
    await report(0, 0);
    const seen: Footprint[] = [];
    let done = 0;
    for (let block = 0; block < count && performance.now() < deadline; block += BLOCK) {
      const started = performance.now();
      const before = done;
      await inFlight(seedmill.slots * AHEAD, Math.min(BLOCK, count - block), async (at) => {
        if (performance.now() >= deadline) return;
        await once(block + at);
        done += 1;
      });
      seen.push(await report(done, ((done - before) * 1000) / (performance.now() - started)));
    }
    if (done < count) console.log(`stopped after ${values.minutes} minutes: ${done} of ${count} jobs`);
    judge(seen);
  },
  () => seedmill.close(),
);

/** The small jobs of all languages whose image is there, the quick ones more often. */
async function mix(docker: Docker, { shape, run, verify }: Seedmill): Promise<(at: number) => Promise<void>> {
  const missing = await missingImages(languageIds, docker);
  const languages = languageIds.filter((id) => !missing.includes(id));
  const small = jobsOf(languages).filter(({ name }) => name !== 'medium');
  const sources = await Promise.all(
    small.map(async (job) => {
      const fresh = freshPrograms(job);
      return { language: job.language, fresh, shape: await shape(job.language, fresh()) };
    }),
  );
  const slow = new Set(['java', 'rust', 'cpp', 'go', 'c']);
  const quick = sources.filter(({ language }) => !slow.has(language));
  const compiled = sources.filter(({ language }) => slow.has(language));
  return async (at) => {
    // Languages follow each other in stretches, as in real work.
    const group = at % BLOCK >= BLOCK * 0.95 && compiled.length > 0 ? compiled : quick;
    const source = group[Math.floor(at / 10) % group.length];
    if (source === undefined) return;
    if (at % VERIFIED === 0) await verify(source.language, source.fresh());
    else await run(source.language, source.fresh(), source.shape);
  };
}

async function look(docker: Docker, folder: string): Promise<Footprint> {
  globalThis.gc?.();
  // Replaced containers are removed in the background.
  await sleep(1_000);
  const label = [`seedmill.pid=${process.pid}`];
  const containers = await docker.listContainers({ all: true, filters: JSON.stringify({ label }) });
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rssMB: rss / 1e6,
    heapMB: heapUsed / 1e6,
    fds: readdirSync('/proc/self/fd').length,
    containers: Math.max(0, containers.length - seedmill.slots),
    tempFiles: readdirSync(folder).length,
  };
}

function judge(seen: readonly Footprint[]): void {
  const [first] = seen;
  const last = seen.at(-1);
  if (first === undefined || last === undefined || seen.length < 2) {
    console.log('too few jobs to judge growth');
    process.exitCode = 1;
    return;
  }
  const grown = keys(NOISE).filter((key) => last[key] - first[key] > NOISE[key]);
  for (const key of grown)
    console.log(`${key} grew from ${first[key].toFixed(1)} to ${last[key].toFixed(1)}`);
  if (grown.length > 0) process.exitCode = 1;
  else console.log('nothing grew beyond noise');
}

function keys(footprint: Footprint): (keyof Footprint)[] {
  const isKey = (name: string): name is keyof Footprint => name in footprint;
  return Object.keys(footprint).filter(isKey);
}
