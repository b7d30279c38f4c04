import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { isRunning, lastLines, startDaemon, waitUntil } from './daemons.mjs';
import { dockerHost, dockerIsTheirs, pingDocker } from './docker-api.mjs';
import { findProgram, systemEnv } from './programs.mjs';
import { SetupError, say, saying } from './say.mjs';
import { recordService } from './services.mjs';

const START_MS = 60_000;
const ANOTHER_MS = 5_000;

const PID_FILES = {
  dockerd: '/var/run/docker.pid',
  containerd: '/var/run/docker/containerd/containerd.pid',
};

/** What a plain dockerd may lack in a container or a small machine, how its log says so, and what does without. */
const FALLBACKS = [
  {
    lacks: 'a network bridge and iptables',
    says: /iptables|ip6tables|bridge|nftables|network controller/i,
    args: ['--iptables=false', '--ip6tables=false', '--bridge=none'],
  },
  {
    lacks: 'an overlay file system',
    says: /overlay|graphdriver|storage.driver/i,
    args: ['--storage-driver=vfs'],
  },
];

/** Whether a dockerd is to be started here; refuses what is not ours to repair. */
export async function needsDocker() {
  const state = await pingDocker();
  if (state === 'answers') return false;
  if (state === 'forbidden') {
    const command = 'sudo usermod -aG docker "$USER"   (then log in again)';
    throw new SetupError(`This user may not talk to Docker at ${dockerHost()}.`, command);
  }
  if (dockerIsTheirs()) {
    throw new SetupError(
      `No Docker answers at DOCKER_HOST=${dockerHost()}.`,
      'unset DOCKER_HOST   (or start that Docker)',
    );
  }
  // An installed Docker that only root may start is nothing that a package would bring.
  if (process.platform === 'darwin') throw new SetupError('Docker does not run.', 'open -a Docker');
  if (!checkout.isRoot && findProgram('dockerd')) {
    const systemd = existsSync('/run/systemd/system');
    throw new SetupError('Docker does not run.', systemd ? 'sudo systemctl start docker' : 'sudo dockerd');
  }
  return true;
}

/** Uses the Docker that answers; starts a dockerd when there is none and we are root. */
export async function runningDocker() {
  if (await needsDocker()) await saying('starting dockerd', start);
}

async function start() {
  removeStalePidFiles();
  const log = join(checkout.state, 'dockerd.log');
  const args = [];
  for (let left = FALLBACKS; ; ) {
    rmSync(log, { force: true });
    if (await startWith(args, log)) return;
    const words = whyItDied(log);
    const fallback = left.find(({ says }) => says.test(words));
    if (!fallback) throw new SetupError('dockerd did not start.', `less ${log}`, lastLines(log));
    left = left.filter((other) => other !== fallback);
    args.push(...fallback.args);
    say(
      `! dockerd finds no ${fallback.lacks.replace(/^an? /, '')} here; trying with ${fallback.args.join(' ')}`,
    );
    say(`  | ${words}`);
  }
}

/** A killed dockerd leaves its pid behind; once another program has that number, dockerd takes it for a dockerd. */
function removeStalePidFiles() {
  for (const [program, file] of Object.entries(PID_FILES)) {
    if (!existsSync(file)) continue;
    const status = `/proc/${readFileSync(file, 'utf8').trim()}/comm`;
    if (!existsSync(status) || readFileSync(status, 'utf8').trim() !== program) rmSync(file);
  }
}

/** True when Docker answers in the end: our dockerd, or one that somebody else started at the same moment. */
async function startWith(args, log) {
  const daemon = startDaemon(findProgram('dockerd'), args, { log, cwd: '/', env: systemEnv(checkout.root) });
  recordService('docker', { host: dockerHost(), ...daemon });
  const answers = async () => (await pingDocker()) === 'answers';
  await waitUntil(async () => !isRunning(daemon) || (await answers()), START_MS);
  if (isRunning(daemon)) return answers();
  recordService('docker', undefined);
  const another = /pid file found|process with PID|docker is( already| still)? running/i.test(lastLines(log));
  return another && waitUntil(answers, ANOTHER_MS);
}

/** The line in which dockerd takes its leave; warnings around it name things that it can do without. */
function whyItDied(log) {
  const lines = lastLines(log, 50).split('\n');
  return lines.findLast((line) => /failed to start|level=fatal/.test(line)) ?? lines.at(-1) ?? '';
}
