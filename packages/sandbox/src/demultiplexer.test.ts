import { expect, it } from 'vitest';
import { demultiplexer } from './demultiplexer.ts';

function frame(stream: number, body: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(body), 4);
  return Buffer.concat([header, Buffer.from(body)]);
}

function split(chunks: Buffer[]) {
  const seen = { stdout: '', stderr: '' };
  const push = demultiplexer({
    stdout: (chunk) => {
      seen.stdout += chunk.toString();
    },
    stderr: (chunk) => {
      seen.stderr += chunk.toString();
    },
  });
  for (const chunk of chunks) push(chunk);
  return seen;
}

const whole = Buffer.concat([frame(1, 'one '), frame(2, 'error'), frame(1, ''), frame(1, 'two')]);

it('tells stdout from stderr', () => {
  expect(split([whole])).toEqual({ stdout: 'one two', stderr: 'error' });
});

it('does not mind where the chunks are cut', () => {
  for (let size = 1; size < whole.length; size++) {
    const chunks = [];
    for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size));
    expect(split(chunks)).toEqual({ stdout: 'one two', stderr: 'error' });
  }
});

it('throws on a stream that does not exist', () => {
  expect(() => split([frame(7, 'x')])).toThrow('neither stdout nor stderr');
});
