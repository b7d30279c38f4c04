import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { binFolder, run, systemEnv } from './programs.mjs';
import { SetupError, saying } from './say.mjs';

const REASON_LINES = 10;
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

/** Installs what the lockfile names, Node 24 included, unless exactly that is installed already. */
export async function npmPackages() {
  if (!isInstalled()) {
    await saying('installing the npm packages', install);
    writeFileSync(stamp(), lockfileHash());
  }
  requireNode24();
}

async function install(heard) {
  // npm waits a minute between its tries by default: too long when there is no network at all.
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000', '--loglevel=error'];
  try {
    await run('npm', ['ci', ...patience], { cwd: checkout.root, env: systemEnv(checkout.root), heard });
  } catch (error) {
    // npm says first what is the matter, and then how it is used, at length.
    const reason = error.output.split('\n').slice(0, REASON_LINES).join('\n');
    if (!UNREACHABLE.test(error.output)) throw new SetupError('"npm ci" failed.', 'npm ci', reason);
    const problem = 'The npm registry cannot be reached.';
    throw new SetupError(problem, 'npm ci   (with a network, or with your mirror in ~/.npmrc)', reason);
  }
}

function isInstalled() {
  const installed = join(checkout.root, 'node_modules', '.package-lock.json');
  if (existsSync(stamp())) return readFileSync(stamp(), 'utf8') === lockfileHash();
  // Somebody's own `npm ci` or `npm install` leaves no stamp, but npm's copy of the lockfile, written last.
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile()).mtimeMs;
}

function requireNode24() {
  const hasOwn = existsSync(join(binFolder(checkout.root), 'node'));
  if (hasOwn || Number(process.versions.node.split('.')[0]) >= 24) return;
  throw new SetupError(
    `Seedmill runs on Node 24; npm has none for ${process.platform} ${process.arch}, and this is Node ${process.versions.node}.`,
    'nvm install 24   (or install it from https://nodejs.org)',
  );
}

const lockfile = () => join(checkout.root, 'package-lock.json');
const stamp = () => join(checkout.root, 'node_modules', '.seedmill-lock');
const lockfileHash = () => createHash('sha256').update(readFileSync(lockfile())).digest('hex');
