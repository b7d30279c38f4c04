import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSandbox, imageTag, type SandboxSettings, sandboxStatus } from '@seedmill/sandbox';
import Docker from 'dockerode';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ensureImages, isClean, limits, python, runStep, step } from './sandbox-bench.ts';

const docker = new Docker();
const sandboxes: { close(): Promise<void> }[] = [];
beforeAll(ensureImages, 600_000);
afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.close()));
  expect(await containersOf(process.pid)).toEqual([]);
});

function open(settings: Partial<SandboxSettings> = {}) {
  const sandbox = createSandbox({ slots: 1, limits, ...settings });
  sandboxes.push(sandbox);
  return sandbox;
}

async function containersOf(pid: number): Promise<string[]> {
  const filters = JSON.stringify({ label: ['seedmill=sandbox', `seedmill.pid=${pid}`] });
  return (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
}

/** Docker writes the container's id, cut to 12 digits, into this file. */
const containerOf = async (sandbox: ReturnType<typeof open>, language = 'python') =>
  (await runStep(sandbox, step(['cat', '/etc/hostname']), {}, language)).stdout.trim();

it('keeps a container warm for the next job', async () => {
  const sandbox = open();
  expect(await containerOf(sandbox)).toBe(await containerOf(sandbox));
});

it('replaces a container after so many jobs', async () => {
  const sandbox = open({ recycleAfter: 2 });
  const seen = [await containerOf(sandbox), await containerOf(sandbox), await containerOf(sandbox)];
  expect(seen[1]).toBe(seen[0]);
  expect(seen[2]).not.toBe(seen[0]);
});

it('never has more containers than slots, and takes one from a language that has no work', async () => {
  const sandbox = open({ slots: 2 });
  const languages = ['python', 'javascript', 'typescript', 'python', 'javascript', 'typescript'];
  const counts: number[] = [];
  const ids = await Promise.all(
    languages.map(async (language) => {
      const id = await containerOf(sandbox, language);
      counts.push((await containersOf(process.pid)).length);
      return id;
    }),
  );
  expect(ids.every((id) => id.length === 12)).toBe(true);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});

it('runs jobs at once, each in its own slot', async () => {
  const sandbox = open({ slots: 2 });
  const [first, second] = await Promise.all([
    runStep(sandbox, step(['sh', '-c', 'sleep 0.5; cat /etc/hostname'])),
    runStep(sandbox, step(['sh', '-c', 'sleep 0.5; cat /etc/hostname'])),
  ]);
  expect(first.stdout).not.toBe(second.stdout);
});

it('runs a job again when its container is killed in the middle', async () => {
  const sandbox = open();
  const before = await containerOf(sandbox);
  const running = runStep(sandbox, step(['sh', '-c', 'sleep 1; cat /etc/hostname']));
  await setImmediate();
  await docker.getContainer(before).remove({ force: true });
  const { stdout, exitCode } = await running;
  expect(exitCode).toBe(0);
  expect(stdout.trim()).toMatch(/^[0-9a-f]{12}$/);
  expect(stdout.trim()).not.toBe(before);
});

it('loses a job whose containers are killed twice', async () => {
  const sandbox = open();
  await containerOf(sandbox);
  const running = sandbox.run({ language: 'python', files: {}, steps: [step(['sleep', '5'])] });
  const dead = new Set<string>();
  // Kills whatever container runs, until the job has seen two of them die.
  while (dead.size < 2) {
    for (const id of await containersOf(process.pid)) {
      const container = docker.getContainer(id);
      const state = await container.inspect().catch(() => null);
      if (dead.has(id) || state?.State.Running !== true) continue;
      dead.add(id);
      await container.remove({ force: true }).catch(() => undefined);
    }
  }
  const result = await running;
  expect(result.outcome === 'lost' && result.cause).toMatch(/container|connection/);
  expect(await isClean(sandbox)).toBe(true);
});

it('ends a running and a waiting job at once when they are aborted', async () => {
  const sandbox = open();
  await containerOf(sandbox);
  const abort = new AbortController();
  const job = { language: 'python', files: {}, steps: [step(['sleep', '9'])] };
  const started = performance.now();
  const both = [sandbox.run(job, abort.signal), sandbox.run(job, abort.signal)];
  await setImmediate();
  abort.abort(new Error('enough'));
  for (const run of both) await expect(run).rejects.toThrow('enough');
  expect(performance.now() - started).toBeLessThan(2000);
  expect(await isClean(sandbox)).toBe(true);
});

it('rejects what is running and waiting when it is closed', async () => {
  const sandbox = open();
  const job = { language: 'python', files: {}, steps: [step(['sleep', '9'])] };
  const jobs = [sandbox.run(job), sandbox.run(job)];
  const ends = Promise.all(jobs.map((run) => expect(run).rejects.toMatchObject({ code: 'SANDBOX_CLOSED' })));
  await setImmediate();
  await sandbox.close();
  await ends;
  expect(await containersOf(process.pid)).toEqual([]);
});

it('leaves no container behind when its process is killed', async () => {
  const fixture = fileURLToPath(new URL('fixtures/sandbox-owner.ts', import.meta.url));
  const owner = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  const pid = owner.pid ?? 0;
  expect(await containersOf(pid)).toHaveLength(1);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await vi.waitFor(async () => {
    expect(await containersOf(pid)).toEqual([]);
  }, 10_000);
});

it('removes what a dead owner left, and spares what a living one has', async () => {
  const mine = open();
  const kept = await containerOf(mine);
  const { Labels } =
    (await docker.listContainers({ all: true, filters: '{}' })).find(({ Id }) => Id.startsWith(kept)) ?? {};
  const Image = imageTag('python');
  const dead = await docker.createContainer({ Image, Labels: { ...Labels, 'seedmill.started': '1' } });
  const other = await docker.createContainer({ Image, Labels: { ...Labels, 'seedmill.machine': 'another' } });
  await containerOf(open());
  const ids = await containersOf(process.pid);
  await other.remove({ force: true });
  expect(ids).not.toContain(dead.id);
  expect(ids).toContain(other.id);
  expect(ids.some((id) => id.startsWith(kept))).toBe(true);
});

it('gives every job a container of its own where that is asked for', async () => {
  const sandbox = open({ isolation: 'fresh' });
  expect(await containerOf(sandbox)).not.toBe(await containerOf(sandbox));
});

it('says what to do about a runtime that Docker does not know', async () => {
  const error = { code: 'SANDBOX_RUNTIME_UNKNOWN', remedy: 'fix-setup' };
  await expect(python(open({ runtime: 'runny' }), '')).rejects.toMatchObject(error);
});

it('checks Docker, the images and one job', async () => {
  await expect(open().check(['python', 'javascript', 'typescript'])).resolves.toBeUndefined();
  await expect(open().check(['cobol'])).rejects.toMatchObject({ code: 'SANDBOX_JOB_REFUSED' });
});

it('says what is missing when no daemon answers', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  const unreachable = { code: 'DOCKER_UNREACHABLE', remedy: 'fix-setup' };
  try {
    const sandbox = createSandbox({ slots: 1, limits });
    await expect(sandbox.check(['python'])).rejects.toMatchObject(unreachable);
    await expect(python(sandbox, '')).rejects.toMatchObject(unreachable);
    expect(await sandboxStatus()).toMatchObject({ reachable: false, error: unreachable });
    await sandbox.close();
  } finally {
    vi.unstubAllEnvs();
  }
});

it('knows what Docker is like and which images are there', async () => {
  const status = await sandboxStatus();
  expect(status).toMatchObject({ reachable: true, base: true, missing: [] });
});
