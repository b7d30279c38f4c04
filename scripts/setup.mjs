import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { baseImage } from './setup/base-image.mjs';
import { needsDocker, runningDocker } from './setup/docker.mjs';
import { withLock } from './setup/lock.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { needsPostgres, testPostgres } from './setup/postgres.mjs';
import { needsRedis, privateRedis } from './setup/redis.mjs';
import { sandboxImages } from './setup/sandbox-images.mjs';
import { SetupError, say, sayFailure } from './setup/say.mjs';
import { systemPrograms } from './setup/system-packages.mjs';

const PURPOSES = ['demo', 'test'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Those of the demo; the tests take all that there are. */
const LANGUAGES = ['python', 'javascript', 'typescript'];

/** Makes this machine ready for the demo or for the tests. Every step looks first and does only what is missing. */
export async function setUp(purpose) {
  const forTests = purpose === 'test';
  await withLock(async () => {
    // 1. The npm packages, and with them Node 24.
    await npmPackages();

    // 2. The programs that only the system's package manager can bring.
    await systemPrograms([
      ...((await needsRedis()) ? ['redis-server'] : []),
      ...((await needsDocker()) ? ['dockerd'] : []),
      ...(forTests && (await needsPostgres()) ? ['postgres'] : []),
      ...(forTests ? ['bwrap', 'git', 'psql', 'redis-cli', 'redis-server'] : []),
    ]);

    // 3. The services, private to this checkout except Docker.
    await privateRedis();
    await runningDocker();
    if (forTests) await testPostgres();

    // 4. The images that generated code runs in.
    await baseImage();
    await sandboxImages(forTests ? [] : LANGUAGES);
  });
}

/** Does the set-up; when that fails it says why and ends the process. */
export async function setUpOrExit(purpose) {
  const leave = (_name, number) => process.exit(128 + number);
  for (const signal of SIGNALS) process.on(signal, leave);
  try {
    await setUp(purpose);
  } catch (error) {
    sayFailure(error);
    process.exit(1);
  }
  for (const signal of SIGNALS) process.removeListener(signal, leave);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [purpose = 'demo'] = process.argv.slice(2);
  if (!PURPOSES.includes(purpose)) {
    sayFailure(
      new SetupError(
        `There is no set-up "${purpose}".`,
        'npm run setup -- demo   or   npm run setup -- test',
      ),
    );
    process.exit(2);
  }
  await setUpOrExit(purpose);
  // Since the process began.
  say(`Ready in ${(performance.now() / 1000).toFixed(1)} s.`);
}
