import { rmSync } from 'node:fs';
import { isRunning, stopDaemon } from './setup/daemons.mjs';
import { withLock } from './setup/lock.mjs';
import { SetupError, say, sayFailure } from './setup/say.mjs';
import { recordedServices, recordService } from './setup/services.mjs';

/** The signal that ends each service soon but in order; Postgres would wait for its clients on SIGTERM. */
const STOP = { postgres: 'SIGINT', redis: 'SIGTERM', docker: 'SIGTERM' };

/** Stops what the set-up of this checkout started, and nothing else. */
async function down() {
  for (const [name, signal] of Object.entries(STOP)) {
    const service = recordedServices()[name];
    if (service === undefined) continue;
    if (isRunning(service)) {
      if (!(await stopDaemon(service, signal))) {
        throw new SetupError(`${name} (process ${service.pid}) does not stop.`, `kill -9 ${service.pid}`);
      }
      say(`✓ stopped ${name} (process ${service.pid})`);
    }
    if (service.folder) rmSync(service.folder, { recursive: true, force: true });
    recordService(name, undefined);
  }
}

try {
  await withLock(down);
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
