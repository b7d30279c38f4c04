import { expect, it } from 'vitest';
import { encodeJob } from './request.ts';

it('writes a job as the agent reads it', () => {
  const limits = { wallMs: 1, cpuMs: 2, fileBytes: 3, outputBytes: 2 ** 40 };
  const bytes = encodeJob(
    {
      language: 'python',
      files: { a: 'ü' },
      steps: [{ name: 'not sent', command: ['x', 'yz'], env: { K: 'v' }, stdin: 's', limits }],
    },
    100_001,
    5,
  );
  const payload = [
    '000186a1 0000000000000005',
    '00000001 00000001 61 00000002 c3bc',
    '00000001 00000002 00000001 78 00000002 797a',
    '00000001 00000003 4b3d76 00000001 73',
    '0000000000000001 0000000000000002 0000000000000003 0000010000000000',
  ];
  const hex = payload.join('').replaceAll(' ', '');
  expect(bytes.toString('hex')).toBe((hex.length / 2).toString(16).padStart(8, '0') + hex);
});
