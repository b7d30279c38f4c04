/**
 * `npm run test:local`: the conformance and attack suites with `sandbox: local`, as root and as an ordinary user. Words
 * behind it go to vitest: `npm run test:local -- -t 'rust '`.
 */

import { buildLocalHost, type HostUser, runOnLocalHost, vitest } from './local-host.ts';

const HOUR_MS = 3_600_000;

await buildLocalHost();
for (const user of ['root', 'user'] satisfies HostUser[]) {
  console.log(`As ${user === 'root' ? 'root' : 'an ordinary user'}:`);
  const code = await runOnLocalHost(
    user,
    [...vitest, 'test/conformance', 'test/attacks', ...process.argv.slice(2)],
    HOUR_MS,
    (text) => {
      process.stdout.write(text);
    },
  );
  if (code !== 0) process.exitCode = code;
}
