import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { findProgram, run, systemEnv } from './programs.mjs';
import { SetupError, saying } from './say.mjs';

/** For each program that the set-up may need: the packages that bring it. */
const PACKAGES = {
  'redis-server': { apt: ['redis-server'], dnf: ['redis'], brew: ['redis'] },
  dockerd: { apt: ['docker.io', 'ca-certificates'], dnf: ['moby-engine'], brew: ['--cask docker'] },
  bwrap: { apt: ['bubblewrap'], dnf: ['bubblewrap'], brew: [] },
  git: { apt: ['git'], dnf: ['git'], brew: ['git'] },
  'redis-cli': { apt: ['redis-tools'], dnf: ['redis'], brew: ['redis'] },
  psql: { apt: ['postgresql-client'], dnf: ['postgresql'], brew: ['postgresql'] },
  postgres: { apt: ['postgresql'], dnf: ['postgresql-server'], brew: ['postgresql'] },
  debootstrap: { apt: ['debootstrap', 'debian-archive-keyring'], dnf: ['debootstrap'], brew: [] },
};

/** Installs the programs that are missing, where that is ours to do: as root, on Debian and its relatives. */
export async function systemPrograms(programs) {
  const missing = [...new Set(programs)].filter((program) => !findProgram(program));
  if (missing.length === 0) return;
  const tool = packageTool();
  const packages = missing.flatMap((program) => PACKAGES[program][tool] ?? [program]);
  if (tool !== 'apt' || !checkout.isRoot) {
    throw new SetupError(`Not installed here: ${missing.join(', ')}.`, commandToType(tool, packages));
  }
  await saying(`installing ${packages.join(', ')}`, (heard) => aptInstall(packages, heard));
}

async function aptInstall(packages, heard) {
  const env = {
    ...systemEnv(checkout.root),
    DEBIAN_FRONTEND: 'noninteractive',
    LC_ALL: 'C',
  };
  const apt = (...args) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, heard });
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  try {
    // Package lists may be there and fresh enough; fetching them first would cost seconds each time.
    await install().catch(async () => {
      await apt('update');
      await install();
    });
  } catch (error) {
    throw new SetupError(
      'apt-get could not install what is missing.',
      commandToType('apt', packages),
      error.output,
    );
  }
}

function packageTool() {
  if (process.platform === 'darwin') return 'brew';
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const family = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].map((match) => match[1]).join(' ');
  if (/\b(debian|ubuntu)\b/.test(family)) return 'apt';
  return /\b(fedora|rhel)\b/.test(family) ? 'dnf' : 'other';
}

function commandToType(tool, packages) {
  const names = packages.join(' ');
  const sudo = checkout.isRoot ? '' : 'sudo ';
  if (tool === 'apt')
    return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names}`;
  if (tool === 'dnf') return `${sudo}dnf install -y ${names}`;
  if (tool === 'brew') return packages.map((name) => `brew install ${name}`).join(' && ');
  return `install ${names} with the package manager of this system`;
}
