import { createSandbox } from '@seedmill/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, isClean, limits, python, runStep, step } from './sandbox-bench.ts';

const sandbox = createSandbox({ slots: 1, limits });
beforeAll(ensureImages, 600_000);
// One slot: so the job after each hostile one runs in the same container.
afterEach(async () => {
  expect(await isClean(sandbox)).toBe(true);
});
afterAll(() => sandbox.close());

describe('a step is stopped', () => {
  it('when it runs too long, asleep', async () => {
    const result = await python(sandbox, 'import time; time.sleep(60)', {}, 300);
    expect(result).toMatchObject({ stopped: 'timeout', exitCode: null, signal: 'SIGKILL' });
    expect(result.wallMs).toBeGreaterThanOrEqual(300);
    expect(result.wallMs).toBeLessThan(2000);
  });

  it('when it runs too long, busy', async () => {
    expect(await python(sandbox, 'while True: pass', {}, 300)).toMatchObject({ stopped: 'timeout' });
  });

  it('when one of its processes takes too much CPU time', async () => {
    const room = { wallMs: 10_000, cpuMs: 1000, fileBytes: 1024, outputBytes: 1024 };
    const result = await python(sandbox, 'while True: pass', { limits: room });
    expect(result).toMatchObject({ stopped: 'timeout', signal: 'SIGXCPU' });
  });

  it('when it ignores the signal about CPU time', async () => {
    const room = { wallMs: 10_000, cpuMs: 1000, fileBytes: 1024, outputBytes: 1024 };
    const code = 'import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass';
    expect(await python(sandbox, code, { limits: room })).toMatchObject({
      stopped: 'timeout',
      signal: 'SIGKILL',
    });
  });

  it('when it takes too much memory', async () => {
    const result = await python(sandbox, 'held = []\nwhile True: held.append(bytearray(1 << 22))');
    expect(result).toMatchObject({ stopped: 'memory-limit', signal: 'SIGKILL' });
    expect(result.peakMemoryBytes).toBeGreaterThan(100 << 20);
  });

  it('when memory that belongs to no process fills up', async () => {
    const code = `
import os
for i in range(100):
    fd = os.memfd_create('hog')
    for _ in range(16): os.write(fd, bytes(1 << 20))`;
    expect(await python(sandbox, code)).toMatchObject({ stopped: 'memory-limit' });
  });

  it.each(['stdout', 'stderr'])('when it floods %s', async (stream) => {
    const result = await python(sandbox, `import sys\nwhile True: sys.${stream}.write('x' * 65536)`);
    expect(result).toMatchObject({ stopped: 'output-limit' });
    expect(stream === 'stdout' ? result.stdout : result.stderr).toHaveLength(1 << 20);
  });

  it('when it floods the report', async () => {
    const result = await python(sandbox, `import os\nwhile True: os.write(3, b'x' * 65536)`);
    expect(result).toMatchObject({ stopped: 'output-limit' });
    expect(result.report).toHaveLength(1 << 20);
  });

  it('when it forks without end', async () => {
    expect(await python(sandbox, 'import os\nwhile True: os.fork()')).toMatchObject({
      stopped: 'process-limit',
    });
  });

  it('when it forks without end and hides the errors', async () => {
    const code = `
import os
while True:
    try: os.fork()
    except OSError: pass`;
    expect(await python(sandbox, code, {}, 1500)).toMatchObject({ stopped: 'process-limit' });
  });

  it('when it starts too many threads', async () => {
    const code =
      'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()';
    expect(await python(sandbox, code)).toMatchObject({ stopped: 'process-limit' });
  });

  it('when a file grows too large', async () => {
    const room = { wallMs: 10_000, cpuMs: 10_000, fileBytes: 1 << 20, outputBytes: 1024 };
    const result = await runStep(sandbox, step(['cp', '/dev/zero', 'big'], { limits: room }));
    expect(result).toMatchObject({ stopped: 'disk-limit' });
  });

  it.each(['/work', '/tmp', '/dev/shm'])('when the disk is full through %s', async (place) => {
    const code = `
with open('${place}/big', 'wb') as file:
    while True: file.write(bytes(1 << 20))`;
    const room = { wallMs: 10_000, cpuMs: 10_000, fileBytes: 1 << 30, outputBytes: 1 << 16 };
    expect(await python(sandbox, code, { limits: room })).toMatchObject({ stopped: 'disk-limit' });
  });

  it('when it makes too many files', async () => {
    const code = `
import os
for i in range(10**6): os.close(os.open(f'/tmp/{i}', os.O_CREAT))`;
    expect(await python(sandbox, code)).toMatchObject({ stopped: 'disk-limit' });
  });
});

describe('nothing outlives a step', () => {
  it.each([
    ['a sleeping grandchild that holds stdout', 'sleep 1000 & sleep 1000 & echo done'],
    ['a daemon in a session of its own', 'setsid sleep 1000 & echo done'],
    ['a stopped grandchild', "sh -c 'kill -STOP $$' & echo done"],
    [
      'a child that ignores signals',
      'sh -c \'trap "" TERM HUP INT; while true; do sleep 1; done\' & echo done',
    ],
  ])('%s', async (_, script) => {
    const result = await runStep(sandbox, step(['sh', '-c', script]));
    expect(result).toMatchObject({ exitCode: 0, stdout: 'done\n', stopped: null });
    expect(result.wallMs).toBeLessThan(2000);
  });

  it('files, shared memory and message queues', async () => {
    const code = `
import ctypes, os
for place in ('/work', '/tmp', '/dev/shm'):
    os.makedirs(place + '/' + '/'.join('d' * 200 for _ in range(10)))
libc = ctypes.CDLL(None)
assert libc.shmget(1234, 4096, 0o1666) >= 0
assert libc.semget(1234, 1, 0o1666) >= 0
assert libc.msgget(1234, 0o1666) >= 0
print('made')`;
    expect(await python(sandbox, code)).toMatchObject({ stdout: 'made\n', stderr: '' });
  });

  it('a thousand zombies', async () => {
    const code = `
import os
for i in range(1000):
    try:
        if os.fork() == 0:
            if os.fork() == 0: os._exit(0)
            os._exit(0)
        os.wait()
    except OSError: pass
print('done')`;
    expect((await python(sandbox, code)).stdout).toContain('done');
  });
});
