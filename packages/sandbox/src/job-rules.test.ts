import type { Job } from '@seedmill/contracts';
import { describe, expect, it } from 'vitest';
import { checkJob } from './job-rules.ts';

const limits = { wallMs: 1, cpuMs: 1, memoryBytes: 1, processes: 1, fileBytes: 1, outputBytes: 1 };
const step = { name: 'step', command: ['true'], limits };
const job = (change: Partial<Job>): Job => ({ language: 'python', files: {}, steps: [step], ...change });

describe('a job', () => {
  it.each(['a', 'a/b/c', '.hidden', 'a..b', '...'])('may have a file %j', (path) => {
    expect(() => {
      checkJob(job({ files: { [path]: '' } }));
    }).not.toThrow();
  });

  it.each(['', '/a', '..', '../a', 'a/../b', './a', 'a//b', 'a/', 'a\0b', 'x'.repeat(513)])(
    'may not have a file %j',
    (path) => {
      expect(() => {
        checkJob(job({ files: { [path]: '' } }));
      }).toThrow(expect.objectContaining({ code: 'SANDBOX_JOB_REFUSED' }));
    },
  );

  it.each([
    ['no steps', { steps: [] }],
    ['no command', { steps: [{ ...step, command: [] }] }],
    ['a NUL in its command', { steps: [{ ...step, command: ['a\0'] }] }],
    ['too much stdin', { steps: [{ ...step, stdin: 'x'.repeat(4097) }] }],
  ])('may not have %s', (_, change) => {
    expect(() => {
      checkJob(job(change));
    }).toThrow(expect.objectContaining({ remedy: 'fix-input' }));
  });
});
