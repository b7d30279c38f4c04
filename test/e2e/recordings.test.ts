import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTeacherServer } from '@seedmill/testkit';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { root, serviceUrls } from '../integration/support/services.ts';
import { addingTeacher } from './support/adding-teacher.ts';
import { seedmillIn } from './support/command-line.ts';

const args = [
  'run',
  join(root, 'examples/seed-repo'),
  '--languages',
  'python',
  '--samples',
  '1',
  '--max-snippets',
  '4',
  '--out',
  'out',
];

async function teacher() {
  const server = await startTeacherServer(addingTeacher);
  onTestFinished(() => server.close());
  return server;
}

/** The problems and programs of an export, without which run and teacher made them. */
async function programs(folder: string) {
  const text = await readFile(join(folder, 'out/pairs.jsonl'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          problem: object;
          suite: object;
          attempts: { solution: object; outcome: string }[];
        },
    );
  return rows.map(({ problem, suite, attempts }) => ({
    problem,
    suite,
    attempts: attempts.map(({ solution, outcome }) => ({ solution, outcome })),
  }));
}

test('what --record writes, the recorded teacher plays back to the same pairs', async () => {
  const live = await seedmillIn();
  const { url, calls } = await teacher();
  expect(await live.seedmill([...args, '--base-url', url, '--record', 'answers.jsonl'])).toMatchObject({
    exitCode: 0,
  });
  const recordings = join(live.folder, 'answers.jsonl');
  expect((await readFile(recordings, 'utf8')).trim().split('\n')).toHaveLength(calls.length);

  const played = await seedmillIn();
  expect(await played.seedmill([...args, '--teacher', 'recorded', '--recordings', recordings])).toMatchObject(
    { exitCode: 0 },
  );
  expect(await programs(played.folder)).toEqual(await programs(live.folder));
  expect((await programs(played.folder)).some(({ attempts }) => attempts.length === 2)).toBe(true);
});

test('the same on Postgres: the same pairs, and the same command asks nothing', async () => {
  const database = `seedmill_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: serviceUrls().postgres });
  await server.connect();
  await server.query(`create database ${database}`);
  onTestFinished(async () => {
    await server.query(`drop database ${database} with (force)`);
    await server.end();
  });
  const url = new URL(serviceUrls().postgres);
  url.pathname = `/${database}`;

  const { url: endpoint, calls } = await teacher();
  const onFile = await seedmillIn();
  expect(await onFile.seedmill([...args, '--base-url', endpoint])).toMatchObject({ exitCode: 0 });
  const once = calls.length;
  const onPostgres = await seedmillIn();
  const run = () => onPostgres.seedmill([...args, '--base-url', endpoint], { SEEDMILL_LEDGER: url.href });
  expect(await run()).toMatchObject({ exitCode: 0 });
  expect(calls).toHaveLength(2 * once);
  expect(await programs(onPostgres.folder)).toEqual(await programs(onFile.folder));
  expect(await run()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('; 0 made now') as string,
  });
  expect(calls).toHaveLength(2 * once);
});
