import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The checkout that these scripts belong to: its folder, the folder of its running services, and a short name
 * that no other checkout on this machine has.
 */
export const checkout = Object.freeze({
  root,
  state: join(root, '.seedmill'),
  id: createHash('sha256').update(root).digest('hex').slice(0, 12),
  isRoot: process.getuid?.() === 0,
});

/** Makes the folder of the running services; passwords are written there, so nobody else may look in. */
export function makeStateFolder() {
  mkdirSync(checkout.state, { recursive: true, mode: 0o700 });
}
