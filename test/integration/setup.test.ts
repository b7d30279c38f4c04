import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckoutCopy, isRoot } from './checkout-copy.ts';

const isDebian = existsSync('/etc/debian_version');

let checkout: CheckoutCopy;

beforeEach(async () => {
  checkout = await CheckoutCopy.make();
});

afterEach(() => checkout.remove());

describe('set-up', () => {
  it('starts a Redis that only those who may read services.json can use', async () => {
    expect(await checkout.run('setup')).toMatchObject({ code: 0, stdout: '' });
    expect(statSync(join(checkout.root, '.seedmill', 'services.json')).mode & 0o777).toBe(0o600);
    const { port, password } = checkout.serviceUrl('redis');
    expect(redis(port, 'ping')).toContain('NOAUTH');
    expect(redis(port, '-a', password, 'ping')).toContain('PONG');
    expect(redis(port, '-a', password, 'config', 'get', 'maxmemory-policy')).toContain('noeviction');
    expect(redis(port, '-a', password, 'config', 'get', 'appendonly')).toContain('yes');
  });

  it('does nothing and says nothing of steps when everything is there', async () => {
    await checkout.run('setup');
    const before = checkout.services();
    expect(await checkout.run('setup')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^Ready in \d+\.\d s\.\n$/) as string,
    });
    expect(checkout.services()).toBe(before);
  });

  it('starts one Redis when it runs twice at the same moment', async () => {
    const both = await Promise.all([checkout.run('setup'), checkout.run('setup')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ stderr }) => stderr.includes('starting redis-server'))).toHaveLength(1);
  });

  it('takes over the lock of a set-up that was killed', async () => {
    checkout.write('.seedmill/setup.lock', `{"pid":${process.pid},"started":"another boot/1"}`);
    expect(await checkout.run('setup')).toMatchObject({ code: 0 });
    expect(existsSync(join(checkout.root, '.seedmill', 'setup.lock'))).toBe(false);
  });

  it('starts Redis anew when the one before was killed', async () => {
    await checkout.run('setup');
    process.kill(checkout.servicePid('redis'), 'SIGKILL');
    expect((await checkout.run('setup')).stderr).toContain('✓ starting redis-server');
  });

  it('needs no Redis where REDIS_URL names one', async () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:1', PATH: join(checkout.root, 'empty') };
    expect(await checkout.run('setup', { env })).toMatchObject({ code: 0 });
    expect(existsSync(join(checkout.root, '.seedmill', 'services.json'))).toBe(false);
  });

  it('gives the tests a Postgres behind a password', async () => {
    expect(await checkout.run('setup', { args: ['test'] })).toMatchObject({ code: 0 });
    const url = checkout.serviceUrl('postgres');
    const select = () =>
      execFileSync('psql', [url.href, '-w', '-tAc', 'select 41 + 1'], { encoding: 'utf8', stdio: 'pipe' });
    expect(select().trim()).toBe('42');
    url.password = 'wrong';
    expect(select).toThrow('password authentication failed');
  });

  it('names the command to type when a program is missing and it is not root', async () => {
    const ended = await checkout.run('setup', {
      asNobody: true,
      env: { PATH: join(checkout.root, 'empty') },
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Not installed here: redis-server.');
    if (isDebian)
      expect(ended.stderr).toContain('sudo apt-get install -y --no-install-recommends redis-server');
  });

  it.runIf(isRoot && isDebian)('refreshes the package lists only when installing fails without', async () => {
    const bin = join(checkout.root, 'bin');
    const server = execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim();
    const apt = `#!/bin/sh
      echo "$@" >> apt.log
      case "$*" in
        *update*) touch updated ;;
        *) [ -e updated ] || { echo "E: Unable to locate package redis-server" >&2; exit 100; }
           ln -s ${server} ${bin}/redis-server ;;
      esac`;
    checkout.write('bin/apt-get', apt, 0o755);
    for (const tool of ['sh', 'touch', 'ln']) symlinkSync(`/bin/${tool}`, join(bin, tool));
    expect(await checkout.run('setup', { env: { PATH: bin } })).toMatchObject({ code: 0 });
    const calls = readFileSync(join(checkout.root, 'apt.log'), 'utf8').trim().split('\n');
    expect(calls.map((call) => /\b(install|update)\b/.exec(call)?.[0])).toEqual([
      'install',
      'update',
      'install',
    ]);
  });

  it('tells a user whom Docker does not let in what to do', async () => {
    chmodSync(join(checkout.root, 'docker.sock'), 0);
    const ended = await checkout.run('setup', { asNobody: true });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('sudo usermod -aG docker');
  });

  it('leaves a DOCKER_HOST that does not answer to its owner', async () => {
    const env = { DOCKER_HOST: `unix://${join(checkout.root, 'nothing.sock')}` };
    const ended = await checkout.run('setup', { env });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('No Docker answers at DOCKER_HOST=');
  });

  it('says why there is no base image, and both ways to get it', async () => {
    const refusal = '{"status":"Pulling"}\r\n{"error":"no such host"}\r\n';
    checkout.dockerAnswers.set('/images/debian:trixie-slim/json', { status: 404, body: '{}' });
    checkout.dockerAnswers.set('/images/create', { status: 200, body: refusal });
    const ended = await checkout.run('setup', { asNobody: true });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('  | no such host');
    expect(ended.stderr).toMatch(/docker pull debian:trixie-slim .* sudo debootstrap/);
  });

  it('shows the last lines of a tool that fails, and the command to type', async () => {
    checkout.seedmillIs('console.error("step 3/9\\nE: no space left on device"); process.exit(7);');
    const ended = await checkout.run('setup');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      'The sandbox images could not be built.\n  | step 3/9\n  | E: no space left',
    );
    expect(ended.stderr).toContain('Do this:  npx seedmill sandbox build python javascript typescript');
  });
});

describe('down', () => {
  it('stops what the set-up started', async () => {
    await checkout.run('setup');
    const pid = checkout.servicePid('redis');
    const { port } = checkout.serviceUrl('redis');
    expect((await checkout.run('down')).stderr).toContain(`stopped redis (process ${pid})`);
    expect(() => redis(port, 'ping')).toThrow();
  });

  it('spares a process that got the pid of a service later', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const recorded = { redis: { url: 'redis://127.0.0.1:1', pid: other.pid, started: 'another boot/1' } };
    checkout.write('.seedmill/services.json', JSON.stringify(recorded));
    expect(await checkout.run('down')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(other.signalCode).toBeNull();
    other.kill();
  });
});

describe('demo', () => {
  it('hands one Ctrl-C on once, though terminal and npm both send it, and ends as the run ends', async () => {
    checkout.seedmillIs(`
      if (process.argv[2] !== 'run') process.exit(0);
      let presses = 0;
      process.on('SIGINT', () => console.log('presses:', ++presses));
      process.on('SIGTERM', () => process.exit(5));
      setInterval(() => {}, 1000);
      console.log('ready');
    `);
    const { child, ended } = checkout.start('demo');
    const heard = (word: string) =>
      new Promise<void>((resolve) => {
        child.stdout.on('data', (part: Buffer) => {
          if (part.toString().includes(word)) resolve();
        });
      });
    await heard('ready');
    child.kill('SIGINT');
    await heard('presses: 1');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 5, stdout: 'ready\npresses: 1\n' });
  });
});

function redis(port: string, ...args: readonly string[]): string {
  return execFileSync('redis-cli', ['-p', port, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
