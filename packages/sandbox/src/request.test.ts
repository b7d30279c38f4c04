import { expect, it } from 'vitest';
import { encodeJob } from './request.ts';

it('writes a job as the agent reads it', () => {
  const limits = { wallMs: 1, cpuMs: 2, memoryBytes: 5, processes: 6, fileBytes: 3, outputBytes: 2 ** 40 };
  const bytes = encodeJob({
    language: 'python',
    files: { a: 'ü' },
    steps: [{ name: 'not sent', command: ['x', 'yz'], env: { K: 'v' }, stdin: 's', warm: 'runner', limits }],
  });
  const payload = [
    '00000001 00000001 61 00000002 c3bc',
    '00000001 00000002 00000001 78 00000002 797a',
    '00000001 00000003 4b3d76 00000001 73 01',
    '0000000000000001 0000000000000002 0000000000000005 0000000000000006',
    '0000000000000003 0000010000000000',
  ];
  const hex = payload.join('').replaceAll(' ', '');
  expect(bytes.toString('hex')).toBe((hex.length / 2).toString(16).padStart(8, '0') + hex);
});
