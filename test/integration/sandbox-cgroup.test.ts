import { afterEach, beforeAll, expect, it } from 'vitest';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import {
  type AgentContainer,
  securityOptions,
  startContainer,
} from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { AlteredDocker, ensureImages, limits, step } from './sandbox-bench.ts';

// A machine that lets the agent make no cgroups: here, because their file system is hidden.

let agent: AgentContainer;
beforeAll(ensureImages, 600_000);
afterEach(() => agent.remove());

it('runs jobs, and says which wall is missing', async () => {
  const docker = new AlteredDocker({ Tmpfs: { '/sys/fs/cgroup': 'ro' } });
  const { SecurityOptions } = await docker.info();
  agent = await startContainer(docker, 'python', limits, securityOptions(SecurityOptions ?? []));
  const steps = [
    step(['true']),
    step(['python3', '-c', 'while True: pass'], { limits: { ...step([]).limits, cpuMs: 900 } }),
  ];
  const answer = await agent.ask(encodeJob({ language: 'python', files: {}, steps }), 1 << 20, 10_000);
  if ('broken' in answer) throw new Error(agent.words());
  expect(decodeResults(answer.payload, steps)).toMatchObject([
    { exitCode: 0, peakMemoryBytes: expect.any(Number) as number },
    { stopped: 'timeout', signal: 'SIGXCPU' },
  ]);
  expect(agent.missingWalls()).toEqual(['cgroup-per-job']);
});
