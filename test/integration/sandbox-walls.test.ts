import { createServer } from 'node:net';
import { createSandbox } from '@seedmill/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, isClean, limits, python, runStep, step } from './sandbox-bench.ts';

const sandbox = createSandbox({ slots: 1, limits });
beforeAll(ensureImages, 600_000);
afterAll(() => sandbox.close());

/** The error names that a list of raw system calls ends with. */
async function errnos(calls: string): Promise<string> {
  const code = `
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
def call(*arguments):
    ctypes.set_errno(0)
    result = libc.syscall(*arguments)
    return 'allowed' if result >= 0 else errno.errorcode[ctypes.get_errno()]
x86 = platform.machine() == 'x86_64'
print(*[${calls}])`;
  const { stdout, stderr } = await python(sandbox, code);
  return stdout.trim() + stderr;
}

describe('a job cannot', () => {
  it('reach a server of the host', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { stderr } = await python(
      sandbox,
      `import socket; socket.create_connection(('127.0.0.1', ${port}))`,
    );
    server.close();
    expect(stderr).toContain('Connection refused');
  });

  it('see any interface but its loopback', async () => {
    const { stdout } = await python(
      sandbox,
      "print([line.split(':')[0].strip() for line in open('/proc/net/dev')][2:])",
    );
    expect(stdout).toBe("['lo']\n");
  });

  it('open a socket of another family', async () => {
    const code = `
import socket
for family in (16, 17, 38, 40, 44):
    try: socket.socket(family, socket.SOCK_RAW); print(family)
    except OSError as error: print(error.errno)`;
    expect((await python(sandbox, code)).stdout).toBe('97\n'.repeat(5));
  });

  it('write to the image', async () => {
    const script =
      'for place in / /opt/seedmill /etc /usr/bin /dev /run /var/tmp /proc/self/oom_score_adj; do ' +
      'touch $place/x 2>/dev/null || echo 5 > $place 2>/dev/null && echo $place; done; true';
    expect((await runStep(sandbox, step(['sh', '-c', script]))).stdout).toBe('');
  });

  it('change, replace, rename or remove the files it was given', async () => {
    const script = `
import os, shutil
def attempt(what, *arguments):
    try: what(*arguments); print('done', what.__name__, arguments)
    except OSError: pass
attempt(open, 'given', 'w'); attempt(open, 'given', 'a'); attempt(open, 'deep/er/given', 'r+')
attempt(os.truncate, 'given', 0); attempt(os.chmod, 'given', 0o666); attempt(os.chmod, 'deep', 0o777)
attempt(os.remove, 'given'); attempt(os.rename, 'given', 'other'); attempt(os.rename, 'deep', 'other')
attempt(os.rename, 'deep/er', 'other'); attempt(shutil.rmtree, 'deep/er'); attempt(os.remove, 'deep/er/given')
open('mine', 'w').write('mine'); attempt(os.replace, 'mine', 'given'); attempt(os.replace, 'mine', 'deep/er/given')
attempt(os.rename, '/work', '/work2'); attempt(os.setuid, os.getuid() + 1); attempt(os.chown, 'given', os.getuid(), -1)
print(open('given').read(), open('deep/er/given').read())`;
    const files = { 'main.py': script, given: 'first', 'deep/er/given': 'second' };
    const { stdout, stderr } = await runStep(sandbox, step(['python3', '-I', 'main.py']), files);
    expect(stdout + stderr).toBe('first second\n');
  });

  it('be root, or the user of another job', async () => {
    const code = 'import os; print(os.getuid(), os.geteuid(), os.getgid(), os.getgroups())';
    const [first, second] = [await python(sandbox, code), await python(sandbox, code)];
    expect(Number(first.stdout.split(' ')[0])).toBeGreaterThanOrEqual(100_000);
    expect(first.stdout.trim()).toMatch(/^(\d+) \1 \1 \[\]$/);
    expect(first.stdout).not.toBe(second.stdout);
  });

  it('hold or gain privileges', async () => {
    const { stdout } = await python(sandbox, "print(open('/proc/self/status').read())");
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'])
      expect(stdout).toMatch(new RegExp(`${set}:\t0{16}`));
    expect(stdout).toContain('NoNewPrivs:\t1');
    expect(stdout).toContain('Seccomp:\t2');
  });

  it('mount, unshare, trace, load or watch', async () => {
    // mount, unshare, ptrace, bpf, keyctl, io_uring_setup, perf_event_open, userfaultfd, setns, open_by_handle_at
    const calls = `call(165 if x86 else 40, b'', b'/tmp', b'tmpfs', 0, 0), call(272 if x86 else 97, 0x10000000),
      call(101 if x86 else 117, 0, 0, 0, 0), call(321 if x86 else 280, 0, 0, 0), call(250 if x86 else 219, 0, 0),
      call(425, 1, 0), call(298 if x86 else 241, 0, 0, -1, -1, 0), call(323 if x86 else 282, 0),
      call(308 if x86 else 268, 0, 0), call(304 if x86 else 265, 0, 0, 0)`;
    expect(await errnos(calls)).toBe(Array(10).fill('EPERM').join(' '));
  });

  it('make namespaces by clone or clone3', async () => {
    expect(await errnos('call(56 if x86 else 220, 0x10000011, 0, 0, 0, 0), call(435, 0, 0)')).toBe(
      'EPERM ENOSYS',
    );
  });

  it('use system calls of another architecture', async () => {
    const { signal, exitCode } = await python(
      sandbox,
      'import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)',
    );
    expect(process.arch === 'x64' ? signal : exitCode).toBe(process.arch === 'x64' ? 'SIGSYS' : 0);
  });

  it('see the agent, the supervisor, or a cgroup', async () => {
    const code = `
import os
print(os.path.exists('/proc/1'), os.listdir('/sys'), os.listdir('/dev/mqueue'))
try: os.kill(1, 9)
except PermissionError: print('refused')`;
    expect((await python(sandbox, code)).stdout).toBe('False [] []\nrefused\n');
  });

  it('inherit a descriptor beyond the report', async () => {
    const script = 'import os; print(sorted(int(n) for n in os.listdir("/proc/self/fd")))';
    expect((await python(sandbox, script)).stdout).toBe('[0, 1, 2, 3, 4]\n');
  });

  it('find anything in its environment', async () => {
    const { stdout } = await runStep(sandbox, step(['env'], { env: { SEED: '1' } }));
    expect(stdout.split('\n').map((line) => line.split('=')[0])).toEqual([
      'PATH',
      'HOME',
      'TMPDIR',
      'LANG',
      'SEED',
      '',
    ]);
  });
});

describe('a job can', () => {
  it('add files wherever it was given some, and do with them what it likes', async () => {
    const script =
      'for at in . deep deep/er /tmp /dev/shm; do mkdir $at/n; echo 1 > $at/n/x; mv $at/n $at/m; rm -r $at/m; done';
    const result = await runStep(sandbox, step(['sh', '-ec', script]), { 'deep/er/given': '' });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('start the files it was given that begin with #!, and no others', async () => {
    const script = './main.sh; sh -c ./plain; ls -l main.sh plain | cut -c1-10';
    const files = { 'main.sh': '#!/bin/sh\necho started', plain: 'echo started' };
    const { stdout, stderr } = await runStep(sandbox, step(['sh', '-c', script]), files);
    expect(stdout).toBe('started\n-rwxr-xr-x\n-rw-r--r--\n');
    expect(stderr).toContain('Permission denied');
  });

  it('serve and connect on its own loopback', async () => {
    const code = `
import socket
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname())
print('connected')`;
    expect((await python(sandbox, code)).stdout).toBe('connected\n');
  });

  it('open its own stdout by name', async () => {
    expect((await runStep(sandbox, step(['sh', '-c', 'echo hello > /dev/stdout']))).stdout).toBe('hello\n');
  });

  it('write anything, NUL and broken UTF-8 too', async () => {
    const { stdout } = await python(sandbox, "import sys; sys.stdout.buffer.write(b'a\\0b\\xff\\n')");
    expect(stdout).toBe('a\0b\uFFFD\n');
  });
});

describe('the agent', () => {
  it.each(['../escape', '/etc/passwd', 'a/../../b', 'a//b', '.', ''])(
    'refuses the file name %j',
    async (path) => {
      const job = { language: 'python', files: { [path]: 'x' }, steps: [step(['true'])] };
      await expect(sandbox.run(job)).rejects.toMatchObject({
        code: 'SANDBOX_JOB_REFUSED',
        remedy: 'fix-input',
      });
    },
  );

  it('tells of a program that is not there', async () => {
    const result = await runStep(sandbox, step(['no-such-program']));
    expect(result).toMatchObject({
      exitCode: 127,
      stderr: 'cannot run no-such-program: No such file or directory\n',
    });
  });

  it('runs steps in order until one fails', async () => {
    const steps = [
      step(['sh', '-c', 'echo kept > file']),
      step(['cat', 'file']),
      step(['false']),
      step(['true']),
    ];
    const result = await sandbox.run({ language: 'python', files: {}, steps });
    expect(result).toMatchObject({
      outcome: 'ran',
      steps: [{ exitCode: 0 }, { stdout: 'kept\n' }, { exitCode: 1 }],
    });
    expect(result.outcome === 'ran' && result.steps).toHaveLength(3);
  });

  it('gives stdin and folders', async () => {
    const read = step(['sh', '-c', 'cat; cat deep/er/file'], { stdin: 'given\n' });
    expect((await runStep(sandbox, read, { 'deep/er/file': 'laid\n' })).stdout).toBe('given\nlaid\n');
  });

  it('names the signal that ended a step', async () => {
    expect(await runStep(sandbox, step(['sh', '-c', 'kill -SEGV $$']))).toMatchObject({
      exitCode: null,
      signal: 'SIGSEGV',
      stopped: null,
    });
    expect(await isClean(sandbox)).toBe(true);
  });
});
