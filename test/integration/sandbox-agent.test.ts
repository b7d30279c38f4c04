import Docker from 'dockerode';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AgentContainer } from '../../packages/sandbox/src/agent-connection.ts';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import { securityOptions, startContainer } from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { ensureImages, limits, step } from './sandbox-bench.ts';

// The agent by itself, given what the client would never send.

const slot = { ...limits, diskBytes: 1 << 20 };
let agent: AgentContainer;
beforeAll(ensureImages, 600_000);
beforeEach(async () => {
  const docker = new Docker();
  const { SecurityOptions } = await docker.info();
  agent = await startContainer(docker, 'python', slot, securityOptions(SecurityOptions ?? []));
});
afterEach(() => agent.remove());

const steps = [step(['true'])];
const ask = (request: Buffer) => agent.ask(request, 1 << 20, 5000);
const job = (files: Record<string, string>) => encodeJob({ language: 'python', files, steps });

async function expectAlive(): Promise<void> {
  const answer = await ask(job({ 'a/b': 'x' }));
  if ('broken' in answer) throw new Error(agent.words());
  expect(decodeResults(answer.payload, steps)).toMatchObject([{ exitCode: 0 }]);
}

it.each(['../escape', '/etc/x', 'a/../../b', 'a//b', '.', '', 'a/.', 'a\0b', 'x'.repeat(600)])(
  'refuses the file name %j and lives',
  async (path) => {
    expect(await ask(job({ [path]: 'x' }))).toEqual({ broken: true });
    await expect.poll(() => agent.words()).toContain('the job is refused');
    await expectAlive();
  },
);

it('refuses files beyond the disk', async () => {
  expect(await ask(job({ big: 'x'.repeat(1 << 21) }))).toEqual({ broken: true });
  // Docker brings stdout and stderr one by one, in no fixed order.
  await expect.poll(() => agent.words()).toContain('No space left on device');
  await expectAlive();
});

it('refuses a request that is cut off or full of noise, and lives', async () => {
  const whole = job({ a: 'x' });
  for (const length of [0, 1, 9, whole.length - 8]) {
    const cut = Buffer.concat([Buffer.alloc(4), whole.subarray(4, 4 + length)]);
    cut.writeUInt32BE(length);
    expect(await ask(cut)).toEqual({ broken: true });
  }
  const noise = Buffer.alloc(1004, 0xff);
  noise.writeUInt32BE(1000);
  expect(await ask(noise)).toEqual({ broken: true });
  await expectAlive();
});

it('ends when a request is longer than any can be', async () => {
  await expect(ask(Buffer.alloc(4, 0xff))).rejects.toThrow();
  await expect.poll(() => agent.words()).toContain('too long');
});
