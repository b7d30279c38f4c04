import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AgentContainer } from '../../packages/sandbox/src/agent-connection.ts';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import { securityOptions, startContainer } from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { AlteredDocker, ensureImages, limits, step } from './sandbox-bench.ts';

// A machine that lets the agent make no cgroups: here, because their file system is hidden.

let agent: AgentContainer;
beforeAll(ensureImages, 600_000);
afterEach(() => agent.remove());

beforeEach(async () => {
  const docker = new AlteredDocker({ Tmpfs: { '/sys/fs/cgroup': 'ro' } });
  const { SecurityOptions } = await docker.info();
  agent = await startContainer(docker, 'python', limits, securityOptions(SecurityOptions ?? []));
});

it('runs jobs, and says which wall is missing', async () => {
  const steps = [
    step(['true']),
    step(['python3', '-c', 'while True: pass'], { limits: { ...step([]).limits, cpuMs: 900 } }),
  ];
  const answer = await agent.ask(encodeJob({ language: 'python', files: {}, steps }), 1 << 20, 10_000);
  if ('broken' in answer) throw new Error(agent.words());
  expect(decodeResults(answer.payload, steps)).toMatchObject([
    { exitCode: 0, peakMemoryBytes: expect.any(Number) as number },
    { stopped: 'timeout', signal: 'SIGKILL' },
  ]);
  expect(agent.missingWalls()).toEqual(['cgroup-per-job']);
});

it.each([
  ['memory-limit', 'all = [b"x" * (40 << 20)]\nwhile True: all.append(b"x" * (1 << 20))'],
  [
    'memory-limit',
    'import os\nfor _ in range(3): os.fork()\nheld = b"x" * (30 << 20)\nimport time; time.sleep(9)',
  ],
  ['process-limit', 'import os, time\nfor _ in range(99):\n  if os.fork() == 0: time.sleep(9)'],
  [
    'process-limit',
    'import threading, time\nfor _ in range(99): threading.Thread(target=time.sleep, args=[9]).start()',
  ],
])('looks after the whole job itself: %s', async (stopped, code) => {
  const steps = [step(['python3', '-c', code], { limits: { ...step([]).limits, memoryBytes: 128 << 20 } })];
  const answer = await agent.ask(encodeJob({ language: 'python', files: {}, steps }), 3 << 20, 15_000);
  if ('broken' in answer) throw new Error(agent.words());
  expect(decodeResults(answer.payload, steps)).toMatchObject([{ stopped }]);
});
