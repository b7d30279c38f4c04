import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildImages, createSandbox } from '@seedmill/sandbox';
import { startTeacherServer } from '@seedmill/testkit';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addingTeacher } from '../e2e/support/adding-teacher.ts';
import { seedmillIn } from '../e2e/support/command-line.ts';
import { limits, step } from './sandbox-bench.ts';
import { mayOwnDocker, OwnDocker, skipped } from './support/own-docker.ts';
import { root } from './support/services.ts';

let own: OwnDocker;

/** A third of them wrong; each takes a third of a second, so that most of them meet the restart. */
const cases = Array.from({ length: 36 }, (_, n) => ({
  id: `case ${n}`,
  language: 'python',
  solution: {
    'adding.py': `import time\ntime.sleep(0.3)\ndef add(a, b):\n    return a ${n % 3 === 2 ? '-' : '+'} b\n`,
  },
  tests: { 'test_adding.py': 'from adding import add\n\ndef test_add():\n    assert add(2, 3) == 5\n' },
}));
const caseLines = cases.map((each) => `${JSON.stringify(each)}\n`).join('');
const verify = ['verify', '--in', 'cases.jsonl', '--out', 'v.jsonl', '--concurrency', '2'];
const verdictsIn = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; outcome: string })
    .map(({ id, outcome }) => [id, outcome]);
const rightVerdicts = cases.map(({ id }, n) => [id, n % 3 === 2 ? 'failed' : 'passed']);

describe.runIf(mayOwnDocker)(`a daemon that is restarted${skipped}`, () => {
  beforeAll(async () => {
    await buildImages(['python'], () => undefined);
    own = await OwnDocker.start(['python']);
  }, 600_000);
  afterAll(() => own.remove());

  /** Restarts the daemon, a second later. */
  async function restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await own.down(signal);
    await sleep(1000);
    await own.up();
  }
  const containers = async () => (await own.docker.listContainers({ all: true, filters: '{}' })).length;

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'in the middle of verify, by %s: every case has its right verdict',
    async (signal) => {
      const { folder, seedmill } = await seedmillIn();
      await writeFile(join(folder, 'cases.jsonl'), caseLines);
      const out = join(folder, 'v.jsonl');
      const running = seedmill(verify, { DOCKER_HOST: own.host });
      await expect.poll(() => stat(out).then(({ size }) => size), { timeout: 60_000 }).toBeGreaterThan(0);
      const noticed = new Promise<void>((resolve) => {
        running.stderr.on('data', (part: Buffer) => {
          if (part.includes('Waiting for it')) resolve();
        });
      });
      await own.down(signal);
      await noticed;
      await own.up();
      const { exitCode, stdout, stderr } = await running;
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toBe('24 passed, 12 failed, 0 inconclusive, in v.jsonl');
      expect(stderr.match(/Waiting for it/g)).toHaveLength(1);
      expect(await verdictsIn(out)).toEqual(rightVerdicts);
      await expect.poll(containers).toBe(0);
    },
    120_000,
  );

  test('containers that are killed from outside in the middle of verify: every case has its right verdict', async () => {
    const { folder, seedmill } = await seedmillIn();
    await writeFile(join(folder, 'cases.jsonl'), caseLines);
    const out = join(folder, 'v.jsonl');
    const running = seedmill(verify, { DOCKER_HOST: own.host });
    await expect.poll(() => stat(out).then(({ size }) => size), { timeout: 60_000 }).toBeGreaterThan(0);
    const killed = await own.docker.listContainers({ all: true, filters: '{}' });
    expect(killed.length).toBeGreaterThan(0);
    await Promise.all(killed.map(({ Id }) => own.docker.getContainer(Id).remove({ force: true })));
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).toBe(0);
    expect(await verdictsIn(out)).toEqual(rightVerdicts);
  }, 120_000);

  test('in the middle of run: the run goes on, and every pair is made', async () => {
    const { folder, seedmill } = await seedmillIn();
    let restarted: Promise<void> | undefined;
    const server = await startTeacherServer((call, nth) => {
      // While the first suites are checked.
      if (nth === 16) restarted = restart('SIGKILL');
      return addingTeacher(call);
    });
    onTestFinished(() => server.close());
    const args = ['--languages', 'python', '--samples', '1', '--max-snippets', '12', '--model', 'adder'];
    const seeds = join(root, 'examples/seed-repo');
    const command = ['run', seeds, ...args, '--base-url', server.url, '--out', 'out'];
    const { exitCode, stderr } = await seedmill(command, { DOCKER_HOST: own.host });
    await restarted;
    expect(exitCode, stderr).toBe(0);
    expect(restarted).toBeDefined();
    const pairs = await readFile(join(folder, 'out/pairs.jsonl'), 'utf8');
    expect(pairs.trim().split('\n')).toHaveLength(12);
  }, 120_000);

  test('a job that was lost with it runs again, though the other slots died unused', async () => {
    const told: string[] = [];
    process.env.DOCKER_HOST = own.host;
    const sandbox = createSandbox({ slots: 2, limits, onOutage: (line) => told.push(line) });
    delete process.env.DOCKER_HOST;
    onTestFinished(() => sandbox.close());
    const job = (seconds: string) => ({ language: 'python', files: {}, steps: [step(['sleep', seconds])] });
    await Promise.all([sandbox.run(job('0.5')), sandbox.run(job('0.5'))]);
    const running = sandbox.run(job('2'));
    await restart('SIGKILL');
    expect(await running).toMatchObject({ outcome: 'ran', steps: [{ exitCode: 0 }] });
    expect(told.length).toBeLessThanOrEqual(1);
    await expect.poll(containers).toBe(1);
  });

  test('one that stays away ends nothing but the waiting: an abort is obeyed', async () => {
    process.env.DOCKER_HOST = own.host;
    const sandbox = createSandbox({ slots: 1, limits });
    delete process.env.DOCKER_HOST;
    const abort = new AbortController();
    const job = { language: 'python', files: {}, steps: [step(['sleep', '9'])] };
    await sandbox.run({ ...job, steps: [step(['true'])] });
    const running = sandbox.run(job, abort.signal);
    await own.down('SIGKILL');
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 500);
    await expect(running).rejects.toThrow('enough');
    await sandbox.close();
    await own.up();
  });
});
