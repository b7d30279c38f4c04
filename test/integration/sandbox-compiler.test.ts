import { fileURLToPath } from 'node:url';
import type { Step, StepResult } from '@seedmill/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentContainer } from '../../packages/sandbox/src/agent-connection.ts';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import { securityOptions, startContainer } from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { AlteredDocker, ensureImages, limits, step } from './sandbox-bench.ts';

// A compile service that misbehaves on demand, put into a container of the Python image.

const { limits: usual } = step(['true']);
let agent: AgentContainer;

beforeAll(async () => {
  await ensureImages();
  const fixture = fileURLToPath(new URL('fixtures/obedient_compiler.py', import.meta.url));
  const docker = new AlteredDocker({ Binds: [`${fixture}:/opt/seedmill/compiler:ro`] });
  const { SecurityOptions } = await docker.info();
  agent = await startContainer(docker, 'python', limits, securityOptions(SecurityOptions ?? []));
}, 600_000);
afterAll(() => agent.remove());

const compile = (command: string[], change: Partial<Step['limits']> = {}) =>
  step(command, { warm: 'compiler', limits: { ...usual, ...change } });

async function run(steps: Step[], files: Record<string, string> = {}): Promise<StepResult[]> {
  const answer = await agent.ask(encodeJob({ language: 'python', files, steps }), 8 << 20, 20_000);
  if ('broken' in answer) throw new Error(agent.words());
  return decodeResults(answer.payload, steps);
}

/** How many questions the service that answers now has had. */
const count = async () => Number((await run([compile(['count'])]))[0]?.stderr);

describe('the compile service', () => {
  it('gets files and a command, and gives files that the job can read but not change', async () => {
    const look = 'cat a.out deep/b.out; echo 1 > a.out; rm -f deep/b.out; mv a.out c; ls';
    const results = await run([compile(['upper']), step(['sh', '-c', look])], {
      a: 'one ',
      'deep/b': 'two ',
    });
    expect(results[0]).toMatchObject({
      exitCode: 0,
      signal: null,
      stopped: null,
      stdout: '',
      stderr: '',
      cpuMs: 1.5,
    });
    expect(results[1]?.stdout).toBe('ONE TWO a\na.out\ndeep\n');
    expect(results[1]?.stderr).toContain('Permission denied');
    expect(results[1]?.stderr).toContain('not permitted');
  });

  it('is one for many jobs', async () => {
    const first = await count();
    expect(await count()).toBe(first + 1);
  });

  it('tells what is wrong with a program; then nothing runs', async () => {
    const results = await run([compile(['fail']), step(['true'])]);
    expect(results).toMatchObject([{ exitCode: 1, stderr: 'line 1: no\n', stopped: null }]);
    expect(results).toHaveLength(1);
  });

  it('has no rights, no network and no sight of the job', async () => {
    const [result] = await run([compile(['view'])], { secret: '' });
    expect(result?.stderr).toBe(
      "[True, ['0000000000000000', '0000000000000000', '1', '2'], ['lo'], [], [], ['0', '1', '2', '3', '4']]",
    );
  });

  it('cannot be seen by the job', async () => {
    const code =
      'import os; print([pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) != os.getpid()])';
    const results = await run([compile(['count']), step(['python3', '-Ic', code])]);
    expect(results[1]?.stdout).toBe('[]\n');
  });

  it('leaves a warm runner alone', async () => {
    const steps = [
      compile(['upper']),
      step(['false'], { warm: 'runner', stdin: 'S\nscript\ntest_it.py.out\n' }),
    ];
    // Asked for once, it is kept ready again.
    await run(steps.slice(1), { 'test_it.py.out': '' });
    const results = await run(steps, { 'test_it.py': '' });
    expect(results[1]?.report).toContain('"end": true');
  });

  it.each([
    ['hangs', ['hang'], { wallMs: 300 }, { stopped: 'timeout', exitCode: null, signal: 'SIGKILL' }],
    // Which says nothing of the program: its command runs.
    ['dies', ['die'], {}, { stopped: null, exitCode: 127 }],
    ['takes too much memory', ['hold', '209715200'], { memoryBytes: 64 << 20 }, { stopped: 'memory-limit' }],
    ['says more than its answer', ['babble'], {}, { exitCode: 0, stopped: null }],
  ])('is replaced when it %s', async (_, command, change, outcome) => {
    await count();
    expect(await run([compile(command, change)])).toMatchObject([outcome]);
    expect(await count()).toBe(1);
  });

  it('is bounded in its words and in its files', async () => {
    const words = await run([compile(['talk', '5000'], { outputBytes: 1000 })]);
    expect(words).toMatchObject([{ stopped: 'output-limit', stderr: 'y'.repeat(1000) }]);
    const files = await run([compile(['write', 'big', String(limits.diskBytes - 2000)])], {
      a: 'x'.repeat(9000),
    });
    expect(files).toMatchObject([{ exitCode: 1, stopped: 'disk-limit' }]);
  });

  it.each([['../escape'], ['/etc/x']])('breaks the job when it names the file %s', async (path) => {
    await expect(run([compile(['write', path, '1'])])).rejects.toThrow("leads out of the job's folder");
    expect(await count()).toBe(1);
  });

  it('breaks the job when it lies about lengths', async () => {
    await expect(run([compile(['lie'])])).rejects.toThrow();
    expect(await count()).toBe(1);
  });

  it('does not write over what is there', async () => {
    expect(await run([compile(['write', 'given', '1'])], { given: 'kept' })).toMatchObject([{ exitCode: 1 }]);
  });
});

it('is not needed: without it the command runs', async () => {
  const plain = new AlteredDocker({});
  const other = await startContainer(
    plain,
    'python',
    limits,
    securityOptions((await plain.info()).SecurityOptions ?? []),
  );
  try {
    const steps = [step(['echo', 'ran'], { warm: 'compiler' })];
    const answer = await other.ask(encodeJob({ language: 'python', files: {}, steps }), 8 << 20, 20_000);
    expect('payload' in answer && decodeResults(answer.payload, steps)).toMatchObject([{ stdout: 'ran\n' }]);
  } finally {
    await other.remove();
  }
});
