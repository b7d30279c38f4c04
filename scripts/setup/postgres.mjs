import { randomBytes } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { freePort, isRunning, lastLines, startDaemon, stopDaemon, waitUntil } from './daemons.mjs';
import { findProgram, run } from './programs.mjs';
import { SetupError, saying } from './say.mjs';
import { recordedServices, recordService } from './services.mjs';

const START_MS = 20_000;

/** Whether the tests need a Postgres of their own: `SEEDMILL_TEST_POSTGRES` always wins, a running one is kept. */
export async function needsPostgres() {
  if (process.env.SEEDMILL_TEST_POSTGRES) return false;
  const { postgres } = recordedServices();
  return !(isRunning(postgres) && (await answers(postgres.url)));
}

/**
 * Starts an empty Postgres for the tests of this checkout: on the loopback address, with a password, and without
 * waiting for the disk, because nothing in it is worth keeping.
 */
export async function testPostgres() {
  if (!(await needsPostgres())) return;
  const recorded = recordedServices().postgres;
  if (isRunning(recorded)) await stopDaemon(recorded, 'SIGINT');
  await saying('starting postgres for the tests', start);
}

async function start(heard) {
  const owner = await ownerOfDatabase();
  const folder = ownFolder(owner);
  const files = join(folder, 'postgres');
  const log = join(checkout.state, 'postgres.log');
  const password = randomBytes(24).toString('hex');
  rmSync(files, { recursive: true, force: true });
  await initialise(files, password, { ...owner, cwd: folder, heard });

  const port = await freePort();
  const url = `postgres://seedmill:${password}@127.0.0.1:${port}/postgres`;
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const args = [
    '-D',
    files,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const daemon = startDaemon(findProgram('postgres'), args, { ...owner, cwd: folder, log });
  recordService('postgres', { url, folder, ...daemon });
  const up = await waitUntil(async () => !isRunning(daemon) || (await answers(url)), START_MS);
  if (!up || !isRunning(daemon)) {
    throw new SetupError('Postgres did not start.', `less ${log}`, lastLines(log));
  }
}

async function initialise(files, password, options) {
  const passwordFile = join(options.cwd, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (options.uid !== undefined) chownSync(passwordFile, options.uid, options.gid);
  try {
    const args = [
      '-D',
      files,
      '-U',
      'seedmill',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '-E',
      'UTF8',
    ];
    await run(findProgram('initdb'), [...args, '--locale=C', '--no-sync', '--no-instructions'], options);
  } finally {
    rmSync(passwordFile);
  }
}

/** Postgres refuses to run as root: then it runs as the user that its package made. */
async function ownerOfDatabase() {
  if (!checkout.isRoot) return {};
  const id = async (flag) => Number(await run('id', [flag, 'postgres']));
  return { uid: await id('-u'), gid: await id('-g') };
}

/**
 * A folder that only the owner of the database may enter. Outside the checkout, which may lie where that user
 * cannot go; the name can be guessed and the place is everybody's, so a folder of someone else is refused.
 */
function ownFolder({ uid = process.getuid?.(), gid = process.getgid?.() }) {
  const folder = join('/var/tmp', `seedmill-${checkout.id}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, uid, gid);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === uid) return folder;
  throw new SetupError(`${folder} belongs to somebody else.`, `sudo rm -rf ${folder}`);
}

async function answers(url) {
  const { port } = new URL(url);
  const asked = run(findProgram('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', port]);
  return asked.then(
    () => true,
    () => false,
  );
}
