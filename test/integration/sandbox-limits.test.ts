import { createSandbox } from '@seedmill/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, isClean, limits, python, runStep, step } from './sandbox-bench.ts';

const { limits: usual } = step(['true']);
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
    const room = { ...usual, cpuMs: 1000 };
    const result = await python(sandbox, 'while True: pass', { limits: room });
    expect(result).toMatchObject({ stopped: 'timeout', signal: 'SIGKILL' });
    expect(result.cpuMs).toBeGreaterThanOrEqual(1000);
    expect(result.cpuMs).toBeLessThan(1500);
  });

  it('when it ignores the signal about CPU time', async () => {
    const room = { ...usual, cpuMs: 1000 };
    const code = 'import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass';
    expect(await python(sandbox, code, { limits: room })).toMatchObject({
      stopped: 'timeout',
      signal: 'SIGKILL',
    });
  });

  it('when its processes together take too much CPU time', async () => {
    const code = `
import os
for _ in range(20):
    if os.fork() == 0:
        for i in range(5_000_000): pass
        os._exit(0)
    os.wait()`;
    const result = await python(sandbox, code, { limits: { ...usual, cpuMs: 500 } });
    expect(result).toMatchObject({ stopped: 'timeout', signal: 'SIGKILL' });
    expect(result.cpuMs).toBeGreaterThanOrEqual(500);
    expect(result.cpuMs).toBeLessThan(700);
  });

  it('when its processes together take too much memory', async () => {
    const code = `
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = bytearray(40 << 20)
        time.sleep(1)
        os._exit(0)
    time.sleep(0.1)
codes = [os.wait()[1] for _ in range(4)]
raise SystemExit(any(codes))`;
    const result = await python(sandbox, code, { limits: { ...usual, memoryBytes: 100 << 20 } });
    expect(result).toMatchObject({ stopped: 'memory-limit', exitCode: 1 });
    expect(result.peakMemoryBytes).toBeGreaterThan(90 << 20);
    expect(result.peakMemoryBytes).toBeLessThanOrEqual(100 << 20);
  });

  it('when its files and its memory together are too much', async () => {
    const code = `
with open('/tmp/big', 'wb') as file: file.write(bytes(30 << 20))
held = bytearray(30 << 20)`;
    const result = await python(sandbox, code, { limits: { ...usual, memoryBytes: 50 << 20 } });
    expect(result).toMatchObject({ stopped: 'memory-limit', signal: 'SIGKILL' });
  });

  it('by its own limits, not by those of the step before', async () => {
    const hold = ['python3', '-I', '-c', 'held = bytearray(60 << 20)'];
    const small = { ...usual, memoryBytes: 30 << 20 };
    const steps = [
      step(['true'], { limits: small }),
      step(hold),
      step(['true'], { limits: small }),
      step(hold, { limits: small }),
    ];
    const result = await sandbox.run({ language: 'python', files: {}, steps });
    expect(result).toMatchObject({
      steps: [{ exitCode: 0 }, { exitCode: 0 }, {}, { stopped: 'memory-limit' }],
    });
    const peaks =
      result.outcome === 'ran' ? result.steps.map(({ peakMemoryBytes }) => peakMemoryBytes >> 20) : [];
    expect(peaks[1]).toBeGreaterThanOrEqual(60);
    expect(peaks[2]).toBeLessThan(30);
    expect(result).not.toHaveProperty('missingWalls');
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

  it('at the number of processes that is its own limit', async () => {
    const code = `
import threading, time
started = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        started += 1
finally: print(started, flush=True)`;
    const result = await python(sandbox, code, { limits: { ...usual, processes: 10 } });
    expect(result).toMatchObject({ stopped: 'process-limit', stdout: '9\n' });
  });

  it('when it starts too many threads', async () => {
    const code =
      'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()';
    expect(await python(sandbox, code)).toMatchObject({ stopped: 'process-limit' });
  });

  it('when a file grows too large', async () => {
    const room = { ...usual, fileBytes: 1 << 20 };
    const result = await runStep(sandbox, step(['cp', '/dev/zero', 'big'], { limits: room }));
    expect(result).toMatchObject({ stopped: 'disk-limit' });
  });

  it.each(['/work', '/tmp', '/dev/shm'])('when the disk is full through %s', async (place) => {
    const code = `
with open('${place}/big', 'wb') as file:
    while True: file.write(bytes(1 << 20))`;
    const room = { ...usual, fileBytes: 1 << 30 };
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
