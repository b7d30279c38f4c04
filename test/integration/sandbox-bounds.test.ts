import { fileURLToPath } from 'node:url';
import type { Step, StepResult } from '@seedmill/contracts';
import { buildImages } from '@seedmill/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentContainer } from '../../packages/sandbox/src/agent-connection.ts';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import { securityOptions, startContainer } from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { AlteredDocker, limits, step } from './sandbox-bench.ts';

// Every limit ends a step within its bound and 200 ms, whichever way the step is run. Times are the agent's own.

const WITHIN_MS = 200;
/** Long enough that what ends by it is seen to end by nothing else. */
const PATIENT_MS = 8_000;
const { limits: usual } = step(['true']);
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const RUNNER = '/opt/seedmill/obedient_runner.py';
const clean = ['/usr/bin/env', '-i', 'PATH=/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8'];

let agent: AgentContainer;

beforeAll(async () => {
  await buildImages(['python'], () => undefined);
  const binds = [
    `${fixture('obedient_compiler.py')}:/opt/seedmill/compiler:ro`,
    `${fixture('obedient_runner.py')}:${RUNNER}:ro`,
  ];
  const zygote = ['python3', '-I', '-B', '/opt/seedmill/zygote.py', RUNNER];
  const docker = new AlteredDocker({ Binds: binds }, { Entrypoint: [...clean, ...zygote] });
  const { SecurityOptions } = await docker.info();
  agent = await startContainer(docker, 'python', limits, securityOptions(SecurityOptions ?? []));
  // What is asked for once is kept ready from then on.
  await run(step(['true'], { warm: 'runner', stdin: 'pass' }));
}, 600_000);
afterAll(() => agent.remove());

async function run(one: Step): Promise<StepResult> {
  const request = encodeJob({ language: 'python', files: {}, steps: [one] });
  const answer = await agent.ask(request, 8 << 20, 30_000);
  if ('broken' in answer) throw new Error(agent.words());
  const [result] = decodeResults(answer.payload, [one]);
  if (result === undefined) throw new Error('no step ran');
  return result;
}

type Ways = Record<string, (code: string, change: Partial<Step['limits']>) => Step>;
const programs: Ways = {
  'a command': (code, change) =>
    step(['python3', '-Ic', code], { limits: { ...usual, wallMs: PATIENT_MS, ...change } }),
  'a warm runner': (code, change) =>
    step(['false'], { warm: 'runner', stdin: code, limits: { ...usual, wallMs: PATIENT_MS, ...change } }),
};

/** A loaded machine may be late once; a limit that holds is not late three times in a row. */
const tries = { retry: 2 };

describe.each(Object.entries(programs))('%s', (_, way) => {
  it.each([
    ['asleep', 'import time; time.sleep(60)'],
    ['busy', 'while True: pass'],
    [
      'with a child that hides from its group',
      'import os, time\nif os.fork(): time.sleep(60)\nos.setsid(); time.sleep(60)',
    ],
  ])('ends at the wall clock: %s', tries, async (_name, code) => {
    const { stopped, wallMs } = await run(way(code, { wallMs: 400 }));
    expect(stopped).toBe('timeout');
    expect(wallMs).toBeGreaterThanOrEqual(400);
    expect(wallMs).toBeLessThanOrEqual(400 + WITHIN_MS);
  });

  it('ends at its CPU time, of all processes together', tries, async () => {
    const code = 'import os\nfor _ in range(3): os.fork()\nwhile True: pass';
    const { stopped, cpuMs } = await run(way(code, { cpuMs: 600 }));
    expect(stopped).toBe('timeout');
    expect(cpuMs).toBeGreaterThanOrEqual(600);
    expect(cpuMs).toBeLessThanOrEqual(600 + WITHIN_MS);
  });

  it.each(['1', '2', '3'])(
    'ends at the cap of what it writes to %s, not at the timeout',
    tries,
    async (fd) => {
      const code = `import os\nwhile True: os.write(${fd}, b'x' * 65536)`;
      const { stopped, wallMs, stdout, stderr } = await run(way(code, { outputBytes: 100_000 }));
      expect(stopped).toBe('output-limit');
      expect(wallMs).toBeLessThan(PATIENT_MS / 4);
      if (fd !== '3') expect(fd === '1' ? stdout : stderr).toBe('x'.repeat(100_000));
    },
  );

  it('ends at its memory, not at the timeout', tries, async () => {
    const code = 'held = []\nwhile True: held.append(bytearray(1 << 20))';
    const { stopped, wallMs, peakMemoryBytes } = await run(way(code, { memoryBytes: 80 << 20 }));
    expect(stopped).toBe('memory-limit');
    expect(peakMemoryBytes).toBeLessThanOrEqual(80 << 20);
    expect(wallMs).toBeLessThan(PATIENT_MS / 4);
  });

  it('ends at its files, not at the timeout', tries, async () => {
    const code = "file = open('/tmp/f', 'wb')\nwhile True: file.write(bytes(1 << 20))";
    const { stopped, wallMs } = await run(way(code, { fileBytes: 1 << 30 }));
    expect(stopped).toBe('disk-limit');
    expect(wallMs).toBeLessThan(PATIENT_MS / 4);
  });

  it('is told of too many processes, whatever it hides', tries, async () => {
    const code = 'import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(60)';
    expect(await run(way(code, { wallMs: 1_000 }))).toMatchObject({ stopped: 'process-limit' });
  });
});

describe('the compile service', () => {
  const compile = (command: string[], change: Partial<Step['limits']>) =>
    step(command, { warm: 'compiler', limits: { ...usual, wallMs: PATIENT_MS, ...change } });

  it('ends at the wall clock', tries, async () => {
    const { stopped, wallMs } = await run(compile(['hang'], { wallMs: 400 }));
    expect(stopped).toBe('timeout');
    expect(wallMs).toBeGreaterThanOrEqual(400);
    expect(wallMs).toBeLessThanOrEqual(400 + WITHIN_MS);
  });

  it('ends at its memory and at the cap of its words, not at the timeout', tries, async () => {
    const hungry = await run(compile(['hold', '209715200'], { memoryBytes: 64 << 20 }));
    expect(hungry.stopped).toBe('memory-limit');
    expect(hungry.wallMs).toBeLessThan(PATIENT_MS / 4);
    const talkative = await run(compile(['talk', '5000000'], { outputBytes: 1000 }));
    expect(talkative).toMatchObject({ stopped: 'output-limit', stderr: 'y'.repeat(1000) });
    expect(talkative.wallMs).toBeLessThan(PATIENT_MS / 4);
  });
});
