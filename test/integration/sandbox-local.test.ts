import { execFileSync } from 'node:child_process';
import { accessSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepResult } from '@seedmill/contracts';
import { createDriver, createSandbox, localStatus, tryWalls } from '@seedmill/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, runStep, step } from './sandbox-bench.ts';

// The driver without Docker, with the one toolchain that every machine has: the Node that runs this.

const fixture = fileURLToPath(new URL('fixtures/local-sandbox.ts', import.meta.url));
const cache = mkdtempSync(join(tmpdir(), 'seedmill-cache-'));
const local = { driver: 'local', cache } as const;
afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

describe('as the user of this process', () => {
  const sandbox = createSandbox({ ...local, slots: 1, limits });
  const node = (code: string, change?: Parameters<typeof step>[1]) =>
    runStep(sandbox, step(['node', 'main.cjs'], change), { 'main.cjs': code }, 'javascript');
  beforeAll(() => createDriver(local).build(['javascript'], () => undefined), 120_000);
  afterAll(() => sandbox.close());

  it('runs a job and says which walls are missing', async () => {
    const job = { language: 'javascript', files: {}, steps: [step(['sh', '-c', 'echo "$HOME" "$PWD"'])] };
    const result = await sandbox.run(job);
    expect(result).toMatchObject({ outcome: 'ran', steps: [{ exitCode: 0, stdout: '/tmp /work\n' }] });
    if (result.outcome === 'lost') return;
    expect(result.image).toMatch(/^local:javascript-[0-9a-f]{12}$/);
    expect(result.missingWalls).toEqual([
      'cgroup-per-job',
      ...(process.getuid?.() === 0 ? [] : ['user-per-job']),
      'container',
    ]);
  });

  it('tells the doctor what is there', async () => {
    const { bubblewrap, toolchains } = localStatus(['javascript'], cache);
    expect(await bubblewrap).toMatch(/^\d+\.\d+/);
    expect(await toolchains[0]?.versions).toContain(`Node ${process.versions.node}`);
    const { up } = await tryWalls({ ...local, slots: 1, limits }, 'javascript');
    expect(up).toContain('seccomp');
  });

  it('refuses a language that it does not know, in a sentence', async () => {
    const error = { code: 'TOOLCHAIN_MISSING', remedy: 'fix-setup' };
    await expect(createDriver(local).check(['cobol'])).rejects.toMatchObject(error);
  });

  it('hides the host’s files, and shows its programs read-only', async () => {
    const { stdout } = await node(`
      const { existsSync, readdirSync, writeFileSync } = require('node:fs');
      const tries = (path) => { try { writeFileSync(path, ''); return 'written'; } catch { return 'refused'; } };
      console.log(JSON.stringify([
        ['/home', '/root', '/var', '/etc/shadow', '/sys'].filter((path) => existsSync(path)),
        ['/x', '/usr/bin/x', '/opt/seedmill/x', '/etc/x', '/dev/x'].map(tries),
        readdirSync('/work'),
      ]))`);
    expect(JSON.parse(stdout)).toEqual([[], Array(5).fill('refused'), ['main.cjs']]);
  });

  it.each([
    ['one process', 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1));'],
    [
      'several processes together',
      `const { spawn } = require('node:child_process');
       for (let i = 0; i < 4; i++) spawn(process.execPath, ['-e', 'const a = Buffer.alloc(80 << 20, 1); setTimeout(() => a, 9e3)']);`,
    ],
    [
      'files',
      `const fs = require('node:fs');
       const all = Buffer.alloc(150 << 20, 1);
       for (let i = 0; ; i++) fs.writeFileSync('/dev/shm/' + i, all.subarray(0, 20 << 20));`,
    ],
  ])('ends what takes more memory than it may: %s', async (_name, code) => {
    const { stopped } = await node(code, { limits: { ...step([]).limits, memoryBytes: 200 << 20 } });
    expect(stopped).toBe('memory-limit');
  });

  it('ends what takes more CPU time than it may, over all processes together', async () => {
    const burn = 'for i in 1 2 3; do (while :; do :; done) & done; wait';
    const spent = { limits: { ...step([]).limits, cpuMs: 1000 } };
    const result = await runStep(sandbox, step(['sh', '-c', burn], spent), {}, 'javascript');
    expect(result.stopped).toBe('timeout');
    expect(result.cpuMs).toBeLessThan(3000);
  });

  it('limits processes', async () => {
    const bomb = ['sh', '-c', 'for i in $(seq 100); do sleep 5 & done; wait'];
    const result = await runStep(sandbox, step(bomb), {}, 'javascript');
    expect(result).toMatchObject({ stopped: 'process-limit' } satisfies Partial<StepResult>);
  });

  it('leaves nothing to the next job', async () => {
    const litter =
      'echo x > /tmp/x; echo x > /dev/shm/x; setsid sleep 60 & mkdir -p a/b; echo x > a/b/c; chmod 0 a';
    await runStep(sandbox, step(['sh', '-c', litter]), {}, 'javascript');
    const look =
      'find /work /tmp /dev/shm -mindepth 1; set -- /proc/[0-9]*; echo $#; tail -n +2 /proc/sysvipc/shm';
    const { stdout } = await runStep(sandbox, step(['sh', '-c', look]), {}, 'javascript');
    expect(stdout).toBe('1\n');
  });
});

// Where this process is root, and the other walls are up that only root can build.
describe.runIf(process.getuid?.() === 0 && isOpenToAll(fixture))('as a user without rights', () => {
  let results: StepResult[];
  beforeAll(() => {
    const own = mkdtempSync(join(tmpdir(), 'seedmill-user-'));
    execFileSync('chown', ['65534:65534', own]);
    const output = execFileSync(process.execPath, [fixture, own], {
      uid: 65_534,
      gid: 65_534,
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    rmSync(own, { recursive: true, force: true });
    const result: unknown = JSON.parse(output);
    expect(result).toMatchObject({
      outcome: 'ran',
      missingWalls: ['cgroup-per-job', 'user-per-job', 'container'],
    });
    results = (result as { steps: StepResult[] }).steps;
  }, 120_000);

  it('keeps the job’s files from it', () => {
    expect(results[0]?.stdout).toBe('given\ngiven\n');
  });

  it('lets it reach no other process, and gives it no rights', () => {
    expect(results[1]?.stdout).toBe('alive\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n');
  });

  it('lets it take nothing from the supervisor', () => {
    expect(results[2]?.stdout).toBe('refused\nrefused\nrefused\n');
  });
});

/** Whether others than its owner may read a file of this checkout. */
function isOpenToAll(path: string): boolean {
  try {
    execFileSync('cat', [path], { uid: 65_534, gid: 65_534, stdio: 'ignore' });
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
