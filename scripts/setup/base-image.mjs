import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { docker } from './docker-api.mjs';
import { findProgram, run, systemEnv } from './programs.mjs';
import { SetupError, say, saying } from './say.mjs';
import { systemPrograms } from './system-packages.mjs';

const IMAGE = 'debian:trixie-slim';
const MIRROR = 'http://deb.debian.org/debian';
const PULL_MS = 120_000;
const PULL_IDLE_MS = 20_000;

/** The same package sources as in the image of the registry. */
const SOURCES = `Types: deb
URIs: ${MIRROR}
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: ${MIRROR}-security
Suites: trixie-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

/** Gives Docker the image that the sandbox is built on: from a registry, else from Debian's own archive. */
export async function baseImage() {
  const { status } = await docker('GET', `/images/${IMAGE}/json`);
  if (status === 200) return;
  const refusal = await saying(`pulling ${IMAGE}`, pull).catch((error) => error.message);
  if (refusal === undefined) return;
  if (!checkout.isRoot) {
    const byHand = `sudo debootstrap --variant=minbase trixie /tmp/trixie ${MIRROR} && sudo tar -C /tmp/trixie -c . | docker import - ${IMAGE}`;
    throw new SetupError(
      `No registry gives Docker the image ${IMAGE}.`,
      `docker pull ${IMAGE}   or   ${byHand}`,
      refusal,
    );
  }
  await systemPrograms(['debootstrap']);
  say(`  no registry gives it (${refusal}): making it from Debian's own archive`);
  await saying(`making ${IMAGE} with debootstrap`, make);
}

async function pull(heard) {
  const { text } = await docker('POST', `/images/create?fromImage=${encodeURIComponent(IMAGE)}`, {
    idleMs: PULL_IDLE_MS,
    signal: AbortSignal.timeout(PULL_MS),
    heard: (line) => heard(parse(line).status ?? ''),
  });
  // A failed pull is in the last line; the status may well be 200.
  const { error, message } = parse(text.trimEnd().split(/\r?\n/).at(-1));
  if (error ?? message) throw new Error(error ?? message);
}

async function make(heard) {
  // Not /tmp: that is often memory, and often mounted so that no program in it may run.
  const folder = mkdtempSync('/var/tmp/seedmill-trixie-');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const keyring = '--keyring=/usr/share/keyrings/debian-archive-keyring.gpg';
    const bootstrap = [findProgram('debootstrap'), '--variant=minbase', keyring, 'trixie', folder, MIRROR];
    // In a mount namespace of its own: whatever ends it, no /proc stays mounted where we delete afterwards.
    await run('unshare', ['--mount', ...bootstrap], { env: systemEnv(checkout.root), heard });
    rmSync(join(folder, 'etc/apt/sources.list'), { force: true });
    writeFileSync(join(folder, 'etc/apt/sources.list.d/debian.sources'), SOURCES);
    await importFolder(folder);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

/** What the image of the registry does without too. */
const LEFT_OUT = [
  './usr/share/doc/*',
  './usr/share/info/*',
  './usr/share/locale/*',
  './usr/share/man/*',
  './var/cache/apt/*.bin',
  './var/cache/apt/archives/*.deb',
  './var/lib/apt/lists/*',
  './var/log/*.log',
];

async function importFolder(folder) {
  const tar = spawn(
    'tar',
    ['-C', folder, '--numeric-owner', ...LEFT_OUT.map((path) => `--exclude=${path}`), '-c', '.'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const ended = new Promise((resolve) => tar.on('close', resolve));
  const [repo, tag] = IMAGE.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: 'CMD ["bash"]' });
  const { status, text } = await docker('POST', `/images/create?${query}`, { body: tar.stdout });
  const failure = parse(text.trimEnd().split(/\r?\n/).at(-1)).error;
  if (status !== 200 || failure || (await ended) !== 0) {
    throw new SetupError(`Docker did not take the new image ${IMAGE}.`, 'npm run setup', failure ?? text);
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
