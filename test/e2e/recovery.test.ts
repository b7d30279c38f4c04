import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type SeenCall, startTeacherServer } from '@seedmill/testkit';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { root, serviceUrls } from '../integration/support/services.ts';
import { addingTeacher } from './support/adding-teacher.ts';
import { seedmillIn } from './support/command-line.ts';

const SNIPPETS = 12;
const seeds = join(root, 'examples/seed-repo');
const runArgs = (url: string) => [
  'run',
  seeds,
  '--languages',
  'python',
  '--samples',
  '1',
  '--max-snippets',
  String(SNIPPETS),
  '--base-url',
  url,
  '--model',
  'adder',
  '--out',
  'out',
];

async function teacher(answer: (call: SeenCall, nth: number) => Promise<string> | string = addingTeacher) {
  const server = await startTeacherServer(answer);
  onTestFinished(() => server.close());
  return server;
}

const readPairs = async (folder: string) => {
  const text = await readFile(join(folder, 'out/pairs.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): { id: string; solution: object } => JSON.parse(line) as { id: string; solution: object });
};
/** Ids of the answers that the ledger holds, read past the ledger's own code. */
function finishedCalls(folder: string): number {
  const db = new DatabaseSync(join(folder, '.seedmill/ledger.sqlite'), { readOnly: true });
  const { n } = db.prepare('select count(*) as n from calls').get() as { n: number };
  db.close();
  return n;
}

test('killed in the middle, the same command goes on: the same pairs, none twice, no finished call made again', async () => {
  const whole = await seedmillIn();
  const reference = await teacher();
  expect(await whole.seedmill(runArgs(reference.url))).toMatchObject({ exitCode: 0 });
  const expected = await readPairs(whole.folder);
  expect(expected).toHaveLength(SNIPPETS);

  // The same run again, killed without warning when about half of the questions have been asked.
  const { folder, seedmill } = await seedmillIn();
  const half = Math.floor(reference.calls.length / 2);
  const server = await teacher((call, nth) => {
    if (nth >= half) killed.kill('SIGKILL');
    return nth >= half ? new Promise(() => undefined) : addingTeacher(call);
  });
  const killed = seedmill(runArgs(server.url));
  expect(await killed).toMatchObject({ signal: 'SIGKILL' });
  const finished = finishedCalls(folder);
  expect(finished).toBeGreaterThan(0);
  expect(finished).toBeLessThan(reference.calls.length);

  const second = await teacher();
  const resumed = await seedmill(runArgs(second.url));
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(await readPairs(folder)).toEqual(
    expected.map((pair) => ({ ...pair, provenance: expect.anything() as object })),
  );
  const ids = (await readPairs(folder)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  // Every question was asked once in all: those that were answered before the kill are not among the later ones.
  expect(second.calls).toHaveLength(reference.calls.length - finished);
  expect(resumed.stdout).toContain(`${second.calls.length} made now`);
});

test('done once, the same command asks nothing and writes the same bytes', async () => {
  const { folder, seedmill } = await seedmillIn();
  const server = await teacher();
  await seedmill(runArgs(server.url));
  const asked = server.calls.length;
  const first = await readFile(join(folder, 'out/pairs.jsonl'), 'utf8');
  const again = await seedmill(runArgs(server.url));
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(' 0 made now') as string });
  expect(server.calls).toHaveLength(asked);
  expect(await readFile(join(folder, 'out/pairs.jsonl'), 'utf8')).toBe(first);
});

test('Redis loses everything in the middle: the ledger brings it back', async () => {
  const { folder, seedmill } = await seedmillIn();
  const lose = async () => {
    const db = new DatabaseSync(join(folder, '.seedmill/ledger.sqlite'), { readOnly: true });
    const { value } = db.prepare("select value from meta where key = 'id'").get() as { value: string };
    db.close();
    // Only this ledger's queues: other tests use the same Redis.
    const url = new URL(serviceUrls().redis);
    const cli = (...args: string[]) => execa('redis-cli', ['-u', url.href, '--no-auth-warning', ...args]);
    const { stdout } = await cli('--scan', '--pattern', `seedmill-${value}:*`);
    if (stdout !== '') await cli('del', ...stdout.split('\n'));
  };
  let lost = false;
  const server = await teacher(async (call, nth) => {
    if (nth === SNIPPETS + 2 && !lost) {
      lost = true;
      await lose();
    }
    return addingTeacher(call);
  });
  expect(await seedmill(runArgs(server.url))).toMatchObject({ exitCode: 0 });
  expect(lost).toBe(true);
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
});

test('Ctrl-C finishes what is in flight and says how to go on', async () => {
  const { folder, seedmill } = await seedmillIn();
  const server = await teacher((call, nth) => {
    if (nth === 5) running.kill('SIGINT');
    return addingTeacher(call);
  });
  const running = seedmill(runArgs(server.url));
  const stopped = await running;
  expect(stopped.exitCode).toBe(130);
  expect(stopped.stderr).toMatch(/Go on with the same command/);
  // What was in flight is in the ledger: nothing that was answered is lost.
  expect(finishedCalls(folder)).toBe(server.calls.length);
  const resumed = await seedmill(runArgs(server.url));
  expect(resumed.exitCode).toBe(0);
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
});

test('seeds enqueued by one process are worked on by others, stage by stage', async () => {
  const { folder, seedmill } = await seedmillIn();
  const server = await teacher();
  const args = ['enqueue', ...runArgs(server.url).slice(1, -2)];
  const enqueued = await seedmill(args);
  expect(enqueued).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('seedmill work') as string });
  const workers = [
    ['--stages', 'snippet,problem,suite'],
    ['--stages', 'solution,verify,correct'],
  ].map((stages) => seedmill(['work', ...stages, '--slots', '1', '--languages', 'python']));
  const status = async () =>
    JSON.parse((await seedmill(['status', '--json'])).stdout) as { pairs: number; open: object };
  await expect.poll(status, { timeout: 60_000, interval: 500 }).toMatchObject({ pairs: SNIPPETS, open: {} });
  for (const worker of workers) worker.kill('SIGTERM');
  expect((await Promise.all(workers)).map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await seedmill(['export', '--format', 'pairs', '--out', 'out'])).toMatchObject({ exitCode: 0 });
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
});

test('a run leaves the tasks of other runs to their own commands: no other teacher is asked', async () => {
  const { folder, seedmill } = await seedmillIn();
  const old = await teacher((call, nth) => {
    if (nth === 3) stopped.kill('SIGINT');
    return addingTeacher(call);
  });
  const stopped = seedmill(runArgs(old.url));
  expect((await stopped).exitCode).toBe(130);
  const asked = old.calls.length;
  const server = await teacher();
  const other = runArgs(server.url).map((arg) => (arg === 'adder' ? 'other-adder' : arg));
  expect(await seedmill(other)).toMatchObject({ exitCode: 0 });
  expect(old.calls).toHaveLength(asked);
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
  // What was left is still there for its own command.
  expect(await seedmill(runArgs(old.url))).toMatchObject({ exitCode: 0 });
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
});

test('stopped while Redis is away it ends all the same, and goes on when Redis is back', async () => {
  const { folder, seedmill } = await seedmillIn();
  const redis = await ownRedis();
  const server = await teacher((call, nth) => {
    if (nth === 4) {
      redis.kill();
      stopped.kill('SIGTERM');
    }
    return addingTeacher(call);
  });
  const stopped = seedmill(runArgs(server.url), { REDIS_URL: redis.url });
  expect((await stopped).exitCode).toBe(130);
  expect(finishedCalls(folder)).toBe(server.calls.length);
  expect(await seedmill(runArgs(server.url))).toMatchObject({ exitCode: 0 });
  expect(await readPairs(folder)).toHaveLength(SNIPPETS);
});

test('Redis silent for longer than its locks last: no question that is being asked is asked again', async () => {
  const { folder, seedmill } = await seedmillIn();
  const redis = await ownRedis();
  const server = await teacher(async (call, nth) => {
    // The first questions are answered only after Redis has been silent for longer than a lock and a check.
    if (nth === 1) redis.pauseFor(13_000);
    if (nth <= 4) await new Promise((resolve) => setTimeout(resolve, 22_000));
    return addingTeacher(call);
  });
  const args = runArgs(server.url).map((arg) => (arg === String(SNIPPETS) ? '4' : arg));
  expect(await seedmill(args, { REDIS_URL: redis.url })).toMatchObject({ exitCode: 0 });
  const questions = server.calls.map(({ text }) => text);
  expect(new Set(questions).size).toBe(questions.length);
  expect(await readPairs(folder)).toHaveLength(4);
}, 120_000);

/** A Redis of the test's own on a free port, ended with it. */
async function ownRedis() {
  const port = await freePort();
  const server = execa(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()],
    { reject: false, stdout: 'ignore' },
  );
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await server;
  });
  const ping = async () => (await execa('redis-cli', ['-p', String(port), 'ping'], { reject: false })).stdout;
  await expect.poll(ping).toBe('PONG');
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => server.kill('SIGKILL'),
    pauseFor: (ms: number) => {
      server.kill('SIGSTOP');
      setTimeout(() => server.kill('SIGCONT'), ms);
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
