import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImages } from '@seedmill/sandbox';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { seedmillIn } from '../e2e/support/command-line.ts';
import { mayOwnDocker, OwnDocker, skipped } from './support/own-docker.ts';
import { root } from './support/services.ts';

// What a user sees when the machinery under the sandbox is not as it should be.

const NOBODY = 65_534;
const main = join(root, 'packages/cli/src/main.ts');
const verify = ['verify', '--in', 'cases.jsonl', '--out', 'v.jsonl'];
const caseOf = (id: string, language = 'python') => ({
  id,
  language,
  solution: { 'adding.py': 'def add(a, b):\n    return a + b\n' },
  tests: { 'test_adding.py': 'from adding import add\n\ndef test_add():\n    assert add(2, 3) == 5\n' },
});
const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function folderWithCases(cases: readonly object[] = [caseOf('a'), caseOf('b')]) {
  const place = await seedmillIn();
  await writeFile(join(place.folder, 'cases.jsonl'), lines(cases));
  return place;
}

/** Mounts a file system of so many bytes; `resize` gives it more. */
async function smallDisk(size: string) {
  const at = await mkdtemp(join(tmpdir(), 'seedmill-disk-'));
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at]);
  return {
    at,
    resize: (to: string) => execa('mount', ['-o', `remount,size=${to}`, at]),
    remove: async () => {
      await execa('umount', ['--lazy', at]);
      await rm(at, { recursive: true });
    },
  };
}

test('no Docker: one sentence at once, and nothing is written', async () => {
  const { folder, seedmill } = await folderWithCases();
  const started = performance.now();
  const { exitCode, stderr } = await seedmill(verify, { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
  expect(stderr).toBe('seedmill: No Docker daemon answers.\n  → Start it, or let this do it: npm run setup');
  expect(exitCode).toBe(1);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(await readdir(folder)).toEqual(['cases.jsonl']);
});

test('a runtime that Docker does not know: one sentence', async () => {
  await buildImages(['python'], () => undefined);
  const { exitCode, stderr } = await (await folderWithCases()).seedmill([...verify, '--runtime', 'runny']);
  expect(stderr).toMatch(/^seedmill: Docker knows no runtime "runny"\.\n {2}→ .*daemon\.json.*$/);
  expect(exitCode).toBe(1);
});

describe.runIf(mayOwnDocker)(`with a daemon of its own${skipped}`, () => {
  let own: OwnDocker;
  beforeAll(async () => {
    own = await OwnDocker.start([]);
  }, 60_000);
  afterAll(() => own.remove());

  test('a socket that this user may not open: how to be let in', async ({ skip }) => {
    const asNobody = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
    const reads = await execa('setpriv', [...asNobody, process.execPath, main, '--help'], { reject: false });
    if (reads.exitCode !== 0) skip('another user cannot read this checkout');
    const { folder } = await folderWithCases();
    await chown(folder, NOBODY, NOBODY);
    const env = { DOCKER_HOST: own.host, HOME: folder };
    const seedmill = (args: string[]) =>
      execa('setpriv', [...asNobody, process.execPath, main, ...args], { cwd: folder, env, reject: false });
    for (const args of [verify, ['doctor', '--languages', 'python']]) {
      const { exitCode, stdout, stderr } = await seedmill(args);
      expect(stdout + stderr).toContain('Docker runs, but this user may not open its socket.');
      expect(stdout + stderr).toContain('sudo usermod -aG docker "$USER"');
      expect(exitCode).toBe(1);
    }
    expect(await readdir(folder)).toEqual(['cases.jsonl']);
  });

  test('an image that is missing: the command that builds it, from verify and from doctor', async () => {
    const { folder, seedmill } = await folderWithCases();
    const env = { DOCKER_HOST: own.host };
    const { exitCode, stderr } = await seedmill(verify, env);
    expect(stderr).toMatch(
      /^seedmill: Docker has no up-to-date image for python \(seedmill\/python:[0-9a-f]{12}\)\.\n/,
    );
    expect(stderr).toMatch(/ {2}→ Build it with: npx seedmill sandbox build python$/);
    expect(exitCode).toBe(1);
    expect(await readdir(folder)).toEqual(['cases.jsonl']);
    const doctor = await seedmill(['doctor', '--languages', 'python'], env);
    expect(doctor.stdout).toMatch(/missing +image debian/);
    expect(doctor.stdout).toMatch(/missing +image python .*\n +→ npx seedmill sandbox build python\n/);
    expect(doctor.stdout).not.toContain('walls');
  });

  test('a disk that is full under Docker: said so, and gone on with when there is room', async () => {
    await buildImages(['python'], () => undefined);
    const disk = await smallDisk('900m');
    const full = await OwnDocker.start(['python'], disk.at);
    onTestFinished(async () => {
      await full.remove();
      await disk.remove();
    });
    await execa('dd', ['if=/dev/zero', `of=${disk.at}/ballast`, 'bs=64k'], { reject: false });
    const { folder, seedmill } = await folderWithCases();
    const first = await seedmill(verify, { DOCKER_HOST: full.host });
    expect(first.stderr).toMatch(
      /^seedmill: The disk that Docker keeps its images on is full\.\n {2}→ Make room/,
    );
    expect(first.exitCode).toBe(1);
    await rm(join(disk.at, 'ballast'));
    const second = await seedmill(verify, { DOCKER_HOST: full.host });
    expect(second.stdout, second.stderr).toBe('2 passed, 0 failed, 0 inconclusive, in v.jsonl');
    expect(await readdir(folder)).toEqual(['cases.jsonl', 'v.jsonl']);
  }, 120_000);
});

test.runIf(mayOwnDocker)(
  `a disk that is full under the verdicts: said so, and gone on with when there is room${skipped}`,
  async () => {
    await buildImages(['python'], () => undefined);
    const disk = await smallDisk('8k');
    onTestFinished(disk.remove);
    const cases = Array.from({ length: 20 }, (_, n) => caseOf(`case ${n}`));
    const { seedmill } = await folderWithCases(cases);
    const out = join(disk.at, 'v.jsonl');
    const command = ['verify', '--in', 'cases.jsonl', '--out', out];
    const first = await seedmill(command);
    expect(first.stderr).toContain(`seedmill: Cannot write the verdicts to ${out}: ENOSPC`);
    expect(first.stderr).toContain('→ Make room there, then give the same command again');
    expect(first.exitCode).toBe(1);
    await disk.resize('1m');
    const second = await seedmill(command);
    expect(second.stdout, second.stderr).toMatch(
      /^\d+ passed, 0 failed, 0 inconclusive, [1-9]\d* there before/,
    );
    const ids = (await readFile(out, 'utf8')).trim().split('\n');
    expect(ids.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(cases.map(({ id }) => id));
  },
  120_000,
);
