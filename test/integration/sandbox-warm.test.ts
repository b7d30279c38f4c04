import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Step, StepResult } from '@seedmill/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AgentContainer } from '../../packages/sandbox/src/agent-connection.ts';
import { decodeResults } from '../../packages/sandbox/src/answer.ts';
import { securityOptions, startContainer } from '../../packages/sandbox/src/container.ts';
import { encodeJob } from '../../packages/sandbox/src/request.ts';
import { AlteredDocker, ensureImages, limits, step } from './sandbox-bench.ts';

// What the agent keeps ready, seen from inside: its runner does whatever stdin says.

const RUNNER = '/opt/seedmill/obedient_runner.py';
const ZYGOTE = ['python3', '-I', '-B', '/opt/seedmill/zygote.py', RUNNER];
const CLEAN = [
  '/usr/bin/env',
  '-i',
  'PATH=/usr/local/bin:/usr/bin:/bin',
  'HOME=/tmp',
  'TMPDIR=/tmp',
  'LANG=C.UTF-8',
];
const { limits: usual } = step(['true']);

async function start(entrypoint: readonly string[], name?: string): Promise<AgentContainer> {
  const fixture = fileURLToPath(new URL('fixtures/obedient_runner.py', import.meta.url));
  const docker = new AlteredDocker({ Binds: [`${fixture}:${RUNNER}:ro`] }, { Entrypoint: entrypoint, name });
  const { SecurityOptions } = await docker.info();
  return startContainer(docker, 'python', limits, securityOptions(SecurityOptions ?? []));
}

async function runSteps(
  agent: AgentContainer,
  steps: Step[],
  files: Record<string, string> = {},
): Promise<StepResult[]> {
  const answer = await agent.ask(encodeJob({ language: 'python', files, steps }), 8 << 20, 20_000);
  if ('broken' in answer) throw new Error(agent.words());
  return decodeResults(answer.payload, steps);
}

/** A step whose command fails, so that its outcome can only be the warm runner's. */
const warm = (stdin: string, change: Partial<Step> = {}) =>
  step(['false'], { stdin, warm: 'runner', ...change });

async function say(agent: AgentContainer, code: string, change: Partial<Step> = {}): Promise<StepResult> {
  const [result] = await runSteps(agent, [warm(code, change)]);
  if (result === undefined) throw new Error('no step ran');
  return result;
}

beforeAll(ensureImages, 600_000);

describe.each([
  ['a fork of the zygote', [...CLEAN, ...ZYGOTE]],
  ['a program started ahead', ['/opt/seedmill/agent', 'python3', '-I', '-B', RUNNER]],
])('a warm runner, %s,', (_, entrypoint) => {
  let agent: AgentContainer;
  beforeAll(async () => {
    agent = await start(entrypoint);
  });
  afterAll(() => agent.remove());

  it('serves a step instead of its command', async () => {
    expect(await say(agent, 'print("here")')).toMatchObject({
      exitCode: 0,
      stdout: 'here\n',
      stderr: '',
      stopped: null,
    });
  });

  it('is as any other process of a job', async () => {
    const code = `
import os, random, signal, sys, threading
status = dict(line.rstrip('\\n').split(':\\t', 1) for line in open('/proc/self/status'))
print(sorted(os.environ.items()), os.getcwd(), sys.argv, os.getgroups(), threading.active_count())
print(sorted(int(n) for n in os.listdir('/proc/self/fd')), os.path.exists('/proc/1'), os.listdir('/work'))
print([status[key] for key in ('CapEff', 'CapPrm', 'CapInh', 'CapAmb', 'NoNewPrivs', 'Seccomp', 'SigBlk')])
print(os.getuid() >= 100000, os.getuid() == os.getgid() == os.geteuid(), os.umask(0), os.getsid(0) == os.getpid())
print([signal.getsignal(n) for n in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD)])
print(open('/proc/self/oom_score_adj').read(), sys.stdin.read() == '', sys.flags)
child = threading.Thread(target=print, args=['from a thread']); child.start(); child.join()
print(os.waitstatus_to_exitcode(os.waitpid(os.spawnlp(os.P_NOWAIT, 'true', 'true'), 0)[1]))`;
    const [cold] = await runSteps(agent, [step(['python3', '-I', '-B', RUNNER], { stdin: code })]);
    const result = await say(agent, code);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toBe(cold?.stdout);
    expect(result.stdout).toContain(
      "['0000000000000000', '0000000000000000', '0000000000000000', '0000000000000000', '1', '2'",
    );
  });

  it('is another for each job, with chances of its own', async () => {
    const code = 'import os, random; print(os.getuid(), random.random(), os.urandom(4).hex())';
    const [first, second] = [await say(agent, code), await say(agent, code)];
    const [one, two] = [first, second].map(({ stdout }) => stdout.split(' '));
    expect(one).toHaveLength(3);
    for (let i = 0; i < 3; i++) expect(one?.[i]).not.toBe(two?.[i]);
  });

  it('takes nothing over from the job before', async () => {
    const spoil = `
import builtins, json, sys
builtins.spoilt = json.spoilt = True
sys.path.append('/spoilt'); sys.modules['spoilt'] = json
open('/work/spoilt', 'w'); open('/tmp/spoilt', 'w'); open('/dev/shm/spoilt', 'w')`;
    const look = `
import builtins, json, os, sys
print(hasattr(builtins, 'spoilt'), hasattr(json, 'spoilt'), '/spoilt' in sys.path, 'spoilt' in sys.modules)
print([name for place in ('/work', '/tmp', '/dev/shm') for name in os.listdir(place)])`;
    expect(await say(agent, spoil)).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await say(agent, look)).stdout).toBe('False False False False\n[]\n');
  });

  it('finds nothing in its memory of what passed through the agent', async () => {
    const secret = ['a secret', 'that nobody', 'else has'];
    await runSteps(agent, [step(['echo', secret.join(' ')], { stdin: secret.join(' ') })], {
      file: secret.join(' '),
    });
    const code = `
import ctypes, re
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
needle = b' '.join([${secret.map((word) => `b'${word}'`).join(', ')}])
found = scanned = 0
with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
    for line in maps.readlines():
        at, end, mode = re.match('([0-9a-f]+)-([0-9a-f]+) (.)', line).groups()
        if mode != 'r' or '[v' in line: continue
        memory.seek(int(at, 16))
        try: part = memory.read(int(end, 16) - int(at, 16))
        except OSError: continue
        scanned += len(part); found += part.count(needle)
print(found - 1, scanned > 1 << 20)`;
    // Once it finds what it looks for: its own.
    const { stdout, stderr } = await say(agent, code);
    expect(stderr).toBe('');
    const [found, enough] = stdout.trim().split(' ');
    expect(enough).toBe('True');
    expect(Number(found)).toBeLessThanOrEqual(0);
  });

  it.each([
    [
      'too much time',
      'import time; time.sleep(9)',
      { wallMs: 200 },
      { stopped: 'timeout', signal: 'SIGKILL' },
    ],
    ['too much CPU time', 'while True: pass', { cpuMs: 300 }, { stopped: 'timeout' }],
    [
      'too much memory',
      'held = bytearray(100 << 20)',
      { memoryBytes: 64 << 20 },
      { stopped: 'memory-limit' },
    ],
    ['less memory than it has already', '', { memoryBytes: 1 << 20 }, { stopped: 'memory-limit' }],
    [
      'too many processes',
      'import os\nwhile True: os.fork()',
      { processes: 9 },
      { stopped: 'process-limit' },
    ],
    ['too much output', 'print("x" * 9999)', { outputBytes: 1000 }, { stopped: 'output-limit' }],
    [
      'too large a file',
      'import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open("big", "wb").write(bytes(9999))',
      { fileBytes: 1000 },
      { stopped: 'disk-limit', signal: 'SIGXFSZ' },
    ],
  ])('is stopped for %s', async (_what, code, change, outcome) => {
    expect(await say(agent, code, { limits: { ...usual, ...change } })).toMatchObject(outcome);
    expect(await say(agent, 'print("clean")')).toMatchObject({ exitCode: 0, stdout: 'clean\n' });
  });

  it('does not count what it took to get ready', async () => {
    const { cpuMs } = await say(agent, 'print(1)', { limits: { ...usual, cpuMs: 1000 } });
    expect(cpuMs).toBeLessThan(15);
  });

  it('does not serve a step after a program that could have touched it', async () => {
    const results = await runSteps(agent, [
      step(['true']),
      step(['echo', 'cold'], { stdin: 'print(1)', warm: 'runner' }),
    ]);
    expect(results[1]).toMatchObject({ stdout: 'cold\n' });
  });

  it('does not serve a step with variables of its own', async () => {
    const change: Partial<Step> = { warm: 'runner', stdin: 'print(1)', env: { A: 'cold' } };
    expect(await runSteps(agent, [step(['sh', '-c', 'echo $A'], change)])).toMatchObject([
      { stdout: 'cold\n' },
    ]);
  });

  it('is kept ready no more when nobody asks for it, and again when somebody does', async () => {
    for (let i = 0; i < 6; i++) await runSteps(agent, [step(['true'])]);
    expect((await say(agent, 'print(1)')).exitCode).toBe(1);
    expect((await say(agent, 'print(1)')).exitCode).toBe(0);
  });

  it('is killed with the whole tree', async () => {
    const code = 'import os, time\nif os.fork() == 0:\n    os.setsid(); time.sleep(60)\nprint("gone")';
    const result = await say(agent, code);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'gone\n' });
    expect(result.wallMs).toBeLessThan(2000);
  });
});

it('runs the command where the runner has died', async () => {
  const agent = await start(['/opt/seedmill/agent', 'true']);
  try {
    // Dead it is soon, not at once.
    await vi.waitFor(async () => {
      const steps = [step(['echo', 'cold'], { warm: 'runner' })];
      expect(await runSteps(agent, steps)).toMatchObject([{ exitCode: 0, stdout: 'cold\n' }]);
    });
  } finally {
    await agent.remove();
  }
});

it('gives its memory back when no job comes, and is there again after the next', async () => {
  const name = `seedmill-rest-${process.pid}`;
  const agent = await start(['/opt/seedmill/agent', 'python3', '-I', '-B', RUNNER], name);
  const processes = () => execFileSync('docker', ['top', name]).toString().split('python3 -I -B').length;
  try {
    const full = processes();
    await vi.waitFor(() => {
      expect(processes()).toBeLessThan(full);
    }, 30_000);
    expect((await say(agent, 'print(1)')).exitCode).toBe(1);
    expect((await say(agent, 'print(1)')).exitCode).toBe(0);
  } finally {
    await agent.remove();
  }
});
