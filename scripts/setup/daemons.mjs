import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * What tells this process from any later one with the same pid: the boot and the clock tick it started at.
 * Undefined when there is no such process (or it has ended and only waits to be collected).
 */
export function startOf(pid) {
  try {
    if (process.platform !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, may hold blanks and brackets: count from its end.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`;
  } catch {
    return undefined;
  }
}

/** Whether the process that was recorded still runs; a pid that was given to another process is not it. */
export function isRunning(recorded) {
  return Number.isInteger(recorded?.pid) && startOf(recorded.pid) === recorded.started;
}

/**
 * Starts a program in a session of its own, so that it outlives us and no Ctrl-C reaches it; what it prints goes
 * to the end of `log`. Returns what is needed to find it again.
 */
export function startDaemon(command, args, { log, input, ...options }) {
  const output = openSync(log, 'a', 0o600);
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', output, output],
  });
  closeSync(output);
  child.on('error', () => {});
  if (input !== undefined) child.stdin.on('error', () => {}).end(input);
  child.unref();
  return { pid: child.pid, started: startOf(child.pid) };
}

/** Stops a recorded process and waits until it is gone; false when it is still there after `patienceMs`. */
export async function stopDaemon(recorded, signal, patienceMs = 30_000) {
  process.kill(recorded.pid, signal);
  return waitUntil(() => !isRunning(recorded), patienceMs);
}

/** Asks again and again until `isTrue` says so; false when that takes longer than `patienceMs`. */
export async function waitUntil(isTrue, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** A port on the loopback address that nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The last lines of a log, for a message. */
export function lastLines(log, count = 12) {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
