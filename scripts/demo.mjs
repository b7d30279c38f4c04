import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './setup/checkout.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { binFolder, projectEnv } from './setup/programs.mjs';
import { setUpOrExit } from './setup.mjs';

/** Seedmill's main job on the example repository, with recorded replies in place of a paid teacher. */
const DEMO = [
  'run',
  'examples/seed-repo',
  ...['--languages', 'python,javascript,typescript'],
  ...['--samples', '2'],
  ...['--max-snippets', '10'],
  ...['--teacher', 'recorded'],
  ...['--recordings', 'examples/recordings.jsonl'],
  ...['--out', 'out/demo'],
];

await setUpOrExit('demo');
const { root } = checkout;
process.exitCode = await runInForeground(
  join(binFolder(root), 'seedmill'),
  [...DEMO, ...process.argv.slice(2)],
  {
    cwd: root,
    env: projectEnv(root),
  },
);
