import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, makeStateFolder } from './checkout.mjs';

const file = join(checkout.state, 'services.json');

/**
 * The services of this checkout as `.seedmill/services.json` records them, by name: `redis` and `postgres` with
 * their `url`, `docker` with its `host`, each with the `pid` and `started` of its process. Only what the set-up itself
 * started is there: a Redis or a Docker of the user's own is not.
 */
export function recordedServices() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Records one service, or forgets it when `service` is undefined. The file holds passwords: ours alone to read. */
export function recordService(name, service) {
  makeStateFolder();
  const services = { ...recordedServices(), [name]: service };
  const half = `${file}.new`;
  writeFileSync(half, `${JSON.stringify(services, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
}
