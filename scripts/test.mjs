import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './setup/checkout.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { binFolder, projectEnv } from './setup/programs.mjs';
import { setUpOrExit } from './setup.mjs';

const REPORTERS = ['--reporter=default', '--reporter=./scripts/closing-line-reporter.mjs'];

await setUpOrExit('test');
const { root } = checkout;
process.exitCode = await runInForeground(
  join(binFolder(root), 'vitest'),
  ['run', ...REPORTERS, ...process.argv.slice(2)],
  { cwd: root, env: projectEnv(root) },
);
