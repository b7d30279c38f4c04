// How much the sandbox itself costs: the program `true` as a job, alone and on two slots at once.
//
//   node scripts/bench/true.mjs [language] [seconds]

import { createSandbox } from '@seedmill/sandbox';

const MiB = 2 ** 20;
const [language = 'python', seconds = '5'] = process.argv.slice(2);
const limits = {
  wallMs: 10_000,
  cpuMs: 10_000,
  memoryBytes: 256 * MiB,
  processes: 64,
  fileBytes: MiB,
  outputBytes: 64 * 1024,
};
const job = { language, files: {}, steps: [{ name: 'true', command: ['true'], limits }] };

/** Milliseconds that each job took, of so many at once for so long. */
async function measure(slots, ms) {
  const slotLimits = { memoryBytes: limits.memoryBytes, processes: limits.processes, diskBytes: 64 * MiB };
  const sandbox = createSandbox({ slots, limits: slotLimits, recycleAfter: 1e9 });
  const took = [];
  const run = async (until) => {
    while (performance.now() < until) {
      const started = performance.now();
      const result = await sandbox.run(job);
      if (result.outcome === 'lost') throw new Error(result.cause);
      took.push(performance.now() - started);
    }
  };
  const all = (until) => Promise.all(Array.from({ length: slots }, () => run(until)));
  await all(performance.now() + 500);
  took.length = 0;
  const started = performance.now();
  await all(started + ms);
  const elapsed = performance.now() - started;
  await sandbox.close();
  return { took: took.sort((a, b) => a - b), rate: (took.length / elapsed) * 1000 };
}

for (const slots of [1, 2]) {
  const { took, rate } = await measure(slots, Number(seconds) * 1000);
  const at = (share) => took[Math.floor(took.length * share)].toFixed(1);
  console.log(
    `${slots} slot(s): ${rate.toFixed(0)} jobs/s, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`,
  );
}
