import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@seedmill/contracts';
import { missingImages } from '@seedmill/sandbox';
import { defaultSlots } from '../packages/cli/src/compose.ts';
import { withCleanUp } from './clean-up.ts';
import { type Comparison, compare } from './compare.ts';
import { jobsOf, languageIds } from './jobs.ts';
import { verifyMixed } from './mixed.ts';
import { openSeedmill } from './seedmill.ts';
import { measureSlot, type SlotFigures } from './slots.ts';
import { comparisonTable, mixedLine, slotTable } from './table.ts';

const MIXED = 200;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string' } } });
const runs = values.runs === undefined ? null : Number(values.runs);
const unknown = positionals.filter((name) => !languageIds.includes(name));
if (unknown.length > 0 || Number.isNaN(runs)) {
  console.error(`usage: npm run bench:sandbox -- [${languageIds.join('|')}]… [--runs n]`);
  process.exit(2);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const seedmill = openSeedmill();
const mill = openSeedmill(defaultSlots());
await withCleanUp(
  async (docker) => {
    const asked = positionals.length > 0 ? positionals : languageIds;
    const missing = await missingImages(asked, docker);
    if (missing.length > 0) say(`left out, for want of an image: ${missing.join(', ')}`);
    const languages = asked.filter((language) => !missing.includes(language));
    if (languages.length === 0) throw new Error('No image is there. Type: npx seedmill sandbox build');
    const load = loadavg()[0];

    // 1. Every job in every way.
    const comparisons: Comparison[] = [];
    const broken: string[] = [];
    for (const job of jobsOf(languages)) {
      say(`${job.language} ${job.name}`);
      try {
        comparisons.push(await compare(docker, seedmill, job, runs));
      } catch (error) {
        broken.push(`${job.language} ${job.name}: ${messageOf(error)}`);
        say(broken.at(-1) ?? '');
      }
    }
    // 2. What a slot costs by itself.
    const slots: SlotFigures[] = [];
    for (const language of languages) {
      say(`${language}: an empty job`);
      slots.push(await measureSlot(docker, seedmill, language));
    }
    // 3. Everything at once.
    say(`${MIXED} programs, mixed`);
    const mixed = await verifyMixed(
      mill,
      comparisons.map(({ job }) => job),
      MIXED,
    );

    console.log([comparisonTable(comparisons), slotTable(slots), mixedLine(mixed), ...broken].join('\n\n'));
    if (broken.length > 0) process.exitCode = 1;
    const machine = { cpus: cpus().map(({ model }) => model), kernel: release(), load };
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'sandbox.json'),
      `${JSON.stringify({ date: new Date().toISOString(), machine, comparisons, slots, mixed }, null, 2)}\n`,
    );
  },
  async () => {
    await Promise.all([seedmill.close(), mill.close()]);
  },
);
