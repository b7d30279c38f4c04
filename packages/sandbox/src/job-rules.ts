import type { Job } from '@seedmill/contracts';
import { jobRefused } from './errors.ts';

/** Bytes a step may get on stdin: what fits into a pipe without a reader. */
const STDIN_BYTES = 4096;
const PATH_BYTES = 512;

/** Throws `SANDBOX_JOB_REFUSED` when the agent would not take the job; the agent checks it all again. */
export function checkJob(job: Job): void {
  for (const path of Object.keys(job.files)) {
    const parts = path.split('/');
    const safe = parts.every((part) => part !== '' && part !== '.' && part !== '..') && !path.includes('\0');
    if (!safe || Buffer.byteLength(path) > PATH_BYTES) {
      throw jobRefused(`the file name ${JSON.stringify(path)} leads out of the job's folder`);
    }
  }
  if (job.steps.length === 0 || job.steps.length > 16) throw jobRefused('it must have 1 to 16 steps');
  for (const { name, command, stdin = '' } of job.steps) {
    if (command.length === 0) throw jobRefused(`its step "${name}" has no command`);
    if (command.some((word) => word.includes('\0')))
      throw jobRefused(`its step "${name}" has a NUL in its command`);
    if (Buffer.byteLength(stdin) > STDIN_BYTES)
      throw jobRefused(`its step "${name}" has more than 4,096 bytes of stdin`);
  }
}
