import type { Job, Program } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { buildImages, createSandbox, type SandboxSettings } from '@seedmill/sandbox';
import { createStaticAnalysis, createVerifier } from '@seedmill/verify';
import Docker from 'dockerode';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { c } from '../conformance/c.ts';
import { isClean, limits, step } from './sandbox-bench.ts';

// What one job may cost the others: nothing.

beforeAll(() => buildImages(['python', 'bash', 'c'], () => undefined), 600_000);

function open(settings: Partial<SandboxSettings> = {}) {
  const sandbox = createSandbox({ slots: 2, limits, ...settings });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
const job = (command: string[], language = 'python', wallMs = 10_000): Job => ({
  language,
  files: {},
  steps: [step(command, {}, wallMs)],
});

async function containersNow(): Promise<string[]> {
  const filters = JSON.stringify({ label: ['seedmill=sandbox', `seedmill.pid=${process.pid}`] });
  return (await new Docker().listContainers({ all: true, filters })).map(({ Id }) => Id);
}

it('a job that hangs holds none of the others up, of its own language or of another', async () => {
  const sandbox = open();
  const ended: string[] = [];
  const run = async (name: string, one: Job) => {
    const result = await sandbox.run(one);
    ended.push(name);
    return result;
  };
  const hung = run('hung', job(['sleep', '600'], 'python', 6_000));
  const others = Array.from({ length: 20 }, (_, n) =>
    run('other', job(['true'], n % 2 === 0 ? 'python' : 'bash')),
  );
  const results = await Promise.all(others);
  expect(results.every((result) => result.outcome === 'ran' && result.steps[0]?.exitCode === 0)).toBe(true);
  expect(ended).not.toContain('hung');
  expect(await hung).toMatchObject({ outcome: 'ran', steps: [{ stopped: 'timeout' }] });
});

it('slots go to the language that has work', async () => {
  const sandbox = open();
  const hosts = new Set<string>();
  const place = async (language: string) => {
    const result = await sandbox.run(job(['sh', '-c', 'sleep 0.2; cat /etc/hostname'], language));
    if (result.outcome === 'ran') hosts.add(result.steps[0]?.stdout ?? '');
  };
  await Promise.all([place('python'), place('python')]);
  expect(hosts.size).toBe(2);
  hosts.clear();
  // Both of Python's slots become Bash's.
  await Promise.all(Array.from({ length: 6 }, () => place('bash')));
  expect(hosts.size).toBe(2);
  expect(await containersNow()).toHaveLength(2);
});

it('slots that nobody uses close', async () => {
  const sandbox = open({ idleMs: 300 });
  await sandbox.run(job(['true']));
  expect(await containersNow()).toHaveLength(1);
  await vi.waitFor(async () => {
    expect(await containersNow()).toEqual([]);
  }, 5_000);
  expect(await isClean(sandbox)).toBe(true);
});

describe('an abort', () => {
  it('is obeyed while the slot is being opened, and the slot serves the next', async () => {
    const sandbox = open({ slots: 1 });
    const abort = new AbortController();
    const running = sandbox.run(job(['sleep', '9']), abort.signal);
    await vi.waitFor(async () => {
      expect(await containersNow()).toHaveLength(1);
    });
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await isClean(sandbox)).toBe(true);
  });

  it('before the job is given reaches nothing', async () => {
    await expect(open().run(job(['true']), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(await containersNow()).toEqual([]);
  });

  it('is obeyed in the middle of compiling', async () => {
    const { verifier } = judge(20_000);
    expect(await verifier.verifyProgram('c', c.kinds.passing)).toMatchObject({ outcome: 'passed' });
    const abort = new AbortController();
    const judging = verifier.verifyProgram('c', bomb, abort.signal);
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 1_000);
    const started = performance.now();
    await expect(judging).rejects.toThrow('enough');
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await verifier.verifyProgram('c', c.kinds.passing)).toMatchObject({ outcome: 'passed' });
  });
});

it('a compiler that is kept busy is ended within its limit and 200 ms', { retry: 2 }, async () => {
  const { verifier } = judge(1_500);
  const verdict = await verifier.verifyProgram('c', bomb);
  expect(verdict).toMatchObject({ outcome: 'failed', phase: 'compile', reason: 'timeout' });
  const compile = verdict.steps.find(({ name }) => name === 'compile');
  expect(compile?.wallMs).toBeGreaterThanOrEqual(1_500);
  expect(compile?.wallMs).toBeLessThanOrEqual(1_700);
});

/** Takes the preprocessor for ever, and no memory. */
const bomb: Program = {
  tests: c.kinds.passing.tests,
  solution: {
    ...c.kinds.passing.solution,
    'solution.c': '#include "again.h"\n#include "solution.h"\nint add(int a, int b) {\n  return a + b;\n}\n',
    'again.h': '#if __INCLUDE_LEVEL__ < 60\n#include "again.h"\n#include "again.h"\n#endif\n',
  },
};

function judge(compileMs: number) {
  const sandbox = open({ slots: 1, limits: { ...limits, memoryBytes: 512 << 20, processes: 128 } });
  const analysis = createStaticAnalysis(languages, 1);
  onTestFinished(() => analysis.close());
  const { limits: test } = step([], {}, 5_000);
  const compile = {
    ...test,
    wallMs: compileMs,
    cpuMs: 2 * compileMs,
    memoryBytes: 512 << 20,
    processes: 128,
  };
  return { verifier: createVerifier({ languages, analysis, sandbox, limits: { compile, test } }) };
}
