import { expect, it } from 'vitest';
import { AnswerReader, decodeResults, mostAnswerBytes } from './answer.ts';

const limits = { wallMs: 1, cpuMs: 1, memoryBytes: 1, processes: 1, fileBytes: 1, outputBytes: 10 };
const steps = [
  { name: 'first', command: ['a'], limits },
  { name: 'second', command: ['b'], limits },
];

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
function u64(value: number): Buffer {
  return Buffer.concat([u32(0), u32(value)]);
}
const text = (value: string) => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)]);
const ending = (status: number) => Buffer.concat([u32(0), Buffer.from([status])]);

const result = (exitCode: number, signal: string, stopped: number) =>
  Buffer.concat([
    u32(exitCode),
    text(signal),
    Buffer.from([stopped]),
    u64(1500),
    u64(500),
    u64(4096),
    text('out'),
    text('err'),
    text('rep'),
  ]);

it('gathers an answer, however its bytes are cut', () => {
  const bytes = Buffer.concat([text('hello '), text('world'), ending(0)]);
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new AnswerReader(100);
    const answers = [];
    for (let at = 0; at < bytes.length; at += size) answers.push(reader.push(bytes.subarray(at, at + size)));
    expect(answers.at(-1)).toEqual({ payload: Buffer.from('hello world') });
    expect(answers.slice(0, -1).every((answer) => answer === null)).toBe(true);
  }
});

it('throws the chunks of a broken job away', () => {
  expect(new AnswerReader(100).push(Buffer.concat([text('half'), ending(1)]))).toEqual({ broken: true });
});

it('refuses more bytes than an answer can have', () => {
  expect(() => new AnswerReader(100).push(u32(101))).toThrow('longer than it can be');
  expect(() => new AnswerReader(100).push(Buffer.concat([ending(0), u32(1)]))).toThrow(
    'more than its answer',
  );
});

it('decodes the steps that ran', () => {
  const payload = Buffer.concat([result(0, '', 0), result(0xffffffff, 'SIGKILL', 1)]);
  expect(decodeResults(payload, steps)).toEqual([
    {
      name: 'first',
      exitCode: 0,
      signal: null,
      stopped: null,
      stdout: 'out',
      stderr: 'err',
      report: 'rep',
      wallMs: 1.5,
      cpuMs: 0.5,
      peakMemoryBytes: 4096,
    },
    expect.objectContaining({ name: 'second', exitCode: null, signal: 'SIGKILL', stopped: 'timeout' }),
  ]);
  expect(decodeResults(result(1, '', 0), steps)).toHaveLength(1);
});

it('throws on an answer that is cut off, too long or unknown', () => {
  const payload = result(0, '', 0);
  expect(() => decodeResults(payload.subarray(0, -1), steps)).toThrow(RangeError);
  expect(() => decodeResults(Buffer.concat([payload, payload, payload]), steps)).toThrow('more steps');
  expect(() => decodeResults(result(0, '', 99), steps)).toThrow('no known limit');
});

it('bounds an answer by the limits of its steps', () => {
  expect(mostAnswerBytes(steps)).toBe(2 * (20 + (1 << 20) + 1024));
});
