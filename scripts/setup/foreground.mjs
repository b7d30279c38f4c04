import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';

/** A Ctrl-C reaches us from the terminal and again from npm: two within this time are one. */
const SAME_PRESS_MS = 500;

/**
 * Runs the command that the set-up was for, with our own stdin, stdout and stderr, and resolves with its exit code.
 * It gets a process group of its own and every signal from us, so that one Ctrl-C reaches it exactly once.
 */
export function runInForeground(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: 'inherit', detached: true });
  const forward = (signal, as = signal) => {
    let last = 0;
    process.on(signal, () => {
      const since = Date.now() - last;
      last = Date.now();
      if (since > SAME_PRESS_MS) child.kill(as);
    });
  };
  forward('SIGINT');
  forward('SIGTERM');
  forward('SIGHUP', 'SIGTERM');
  // The terminal tells only its own session that it was resized.
  process.on('SIGWINCH', () => child.kill('SIGWINCH'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
