import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLedger } from '@seedmill/ledger';
import { startTeacherServer, tempFolder } from '@seedmill/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../integration/support/services.ts';
import { addingTeacher } from './support/adding-teacher.ts';
import { seedmillIn } from './support/command-line.ts';

const seeds = join(root, 'examples/seed-repo');

/** Runs a command that must refuse: one sentence, one remedy, an exit code, and nothing written. */
async function refused(args: readonly string[], env: Record<string, string> = {}) {
  const { folder, seedmill } = await seedmillIn();
  const { exitCode, stdout, stderr } = await seedmill(args, env);
  expect(await readdir(folder), 'nothing is written').toEqual([]);
  expect(stdout).toBe('');
  expect(stderr.split('\n'), stderr).toHaveLength(2);
  const [problem = '', hint = ''] = stderr.split('\n');
  expect(problem).toMatch(/^seedmill: \S.*[^ ]$/);
  expect(hint).toMatch(/^ {2}→ \S/);
  return { exitCode, problem, hint };
}

async function teacher(options?: { key: string }): Promise<string> {
  const server = await startTeacherServer(addingTeacher, options);
  onTestFinished(() => server.close());
  return server.url;
}

async function folderWith(name: string, content: Uint8Array | string): Promise<string> {
  const folder = await tempFolder();
  await writeFile(join(folder, name), content);
  return folder;
}

describe('seeds that cannot be used', () => {
  test.each([
    [
      'a folder that does not exist',
      () => Promise.resolve('no-such-folder'),
      /no folder "no-such-folder"/,
      /seedmill run <folder>/,
    ],
    ['an empty folder', () => tempFolder(), /the folder is empty/, /UTF-8/],
    [
      'a binary file for a folder',
      async () => join(await folderWith('a.bin', new Uint8Array([0, 1, 2])), 'a.bin'),
      /is a file/,
      /the folder that holds it/,
    ],
    [
      'a folder with only a binary file',
      () => folderWith('a.py', new Uint8Array([0, 1, 2])),
      /1 × binary/,
      /UTF-8/,
    ],
    [
      'a folder with only a file that is not UTF-8',
      () => folderWith('a.py', new Uint8Array([0x64, 0x65, 0x66, 0xe9])),
      /1 × not-utf-8/,
      /UTF-8/,
    ],
    [
      'a folder in other languages',
      () => folderWith('a.cob', 'MOVE A TO B.'),
      /1 × other-language/,
      /--seed-languages/,
    ],
  ])('%s', async (_name, folder, problem, hint) => {
    for (const command of ['run', 'enqueue']) {
      const found = await refused([command, await folder()]);
      expect(found.exitCode).toBe(2);
      expect(found.problem).toMatch(problem);
      expect(found.hint).toMatch(hint);
    }
  });
});

describe('a set-up that lacks something', () => {
  test('a wrong key', async () => {
    const url = await teacher({ key: 'right-key' });
    const { exitCode, problem, hint } = await refused(['run', seeds, '--base-url', url], {
      OPENAI_API_KEY: 'wrong-key',
    });
    expect(exitCode).toBe(1);
    expect(problem).toMatch(/rejects the key in OPENAI_API_KEY \(401\)/);
    expect(problem + hint).not.toContain('wrong-key');
    expect(hint).toMatch(/export OPENAI_API_KEY=/);
  });

  test('a dead endpoint', async () => {
    const server = await startTeacherServer(addingTeacher);
    await server.close();
    const { exitCode, problem, hint } = await refused(['run', seeds, '--base-url', server.url]);
    expect(exitCode).toBe(1);
    expect(problem).toMatch(/cannot be reached: .*ECONNREFUSED/);
    expect(hint).toMatch(/--base-url/);
  });

  test('no Redis', async () => {
    const { exitCode, problem, hint } = await refused(['run', seeds, '--base-url', await teacher()], {
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(exitCode).toBe(1);
    expect(problem).toMatch(/Redis at 127.0.0.1:1 does not answer/);
    expect(hint).toMatch(/npm run setup/);
  });

  test('no Docker', async () => {
    const { exitCode, problem, hint } = await refused(['run', seeds, '--base-url', await teacher()], {
      DOCKER_HOST: 'unix:///no/docker.sock',
    });
    expect(exitCode).toBe(1);
    expect(problem).toMatch(/Docker/);
    expect(hint).toMatch(/npm run setup/);
  });

  test('no recordings', async () => {
    const { exitCode, problem, hint } = await refused([
      'run',
      seeds,
      '--teacher',
      'recorded',
      '--recordings',
      'none.jsonl',
    ]);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/none.jsonl/);
    expect(hint).toMatch(/--recordings/);
  });
});

describe('a command line that is wrong', () => {
  test('an unknown language is named with those that are known', async () => {
    const { exitCode, problem, hint } = await refused([
      'run',
      seeds,
      '--languages',
      'python,cobol',
      '--base-url',
      await teacher(),
    ]);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/"cobol"/);
    expect(hint).toMatch(/python, javascript, typescript/);
  });

  test('a number that is none', async () => {
    const { exitCode, problem } = await refused(['run', seeds, '--samples', 'two']);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/--samples/);
  });

  test('an unknown stage', async () => {
    const { exitCode, problem, hint } = await refused(['work', '--stages', 'verify,polish']);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/"polish"/);
    expect(hint).toMatch(/snippet, problem, suite/);
  });

  test('an unknown flag and an unknown command', async () => {
    const { seedmill } = await seedmillIn();
    expect(await seedmill(['run', seeds, '--sample', '2'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/Did you mean --samples/) as string,
    });
    expect(await seedmill(['rum'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/Did you mean run/) as string,
    });
  });
});

describe('addresses that carry secrets, or are none', () => {
  test.each([
    ['a Redis address that is none', ['--redis', 'redis://:secret-word@127.0.0.1:notaport']],
    ['a user in the base URL', ['--base-url', 'http://user:secret-word@127.0.0.1:1/v1']],
    ['a key in the base URL', ['--base-url', 'http://127.0.0.1:1/v1?key=secret-word']],
    ['a base URL that is none', ['--base-url', 'secret-word']],
  ])('%s', async (_name, flags) => {
    const { exitCode, problem, hint } = await refused([
      'run',
      seeds,
      '--base-url',
      await teacher(),
      ...flags,
    ]);
    expect(exitCode).toBe(2);
    expect(problem + hint).not.toContain('secret-word');
  });
});

describe('places that cannot be written are named before anything is asked', () => {
  test('the folder of the export', async () => {
    const file = join(await folderWith('file', ''), 'file');
    const { exitCode, problem } = await refused([
      'run',
      seeds,
      '--base-url',
      await teacher(),
      '--out',
      join(file, 'out'),
    ]);
    expect(exitCode).toBe(1);
    expect(problem).toMatch(/Cannot write .*is a file/);
  });

  test('the file of recordings', async () => {
    const folder = await tempFolder();
    const { exitCode, problem } = await refused([
      'run',
      seeds,
      '--base-url',
      await teacher(),
      '--record',
      folder,
    ]);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/Cannot write recordings/);
  });
});

describe('reading what is not there', () => {
  test.each([
    ['status', ['status']],
    ['export', ['export', '--out', 'out']],
  ])('%s makes no ledger', async (_name, args) => {
    const { exitCode, problem } = await refused(args);
    expect(exitCode).toBe(2);
    expect(problem).toMatch(/no ledger/);
  });

  test('a run that the ledger does not hold, and a ledger without pairs, leave an earlier export as it is', async () => {
    const { folder, seedmill } = await seedmillIn();
    await (await openLedger(join(folder, 'ledger.sqlite'))).close();
    await mkdir(join(folder, 'out'));
    await writeFile(join(folder, 'out/pairs.jsonl'), 'precious\n');
    const unknown = await seedmill([
      'export',
      '--ledger',
      'ledger.sqlite',
      '--run',
      'run-none',
      '--out',
      'out',
    ]);
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no run "run-none"') as string,
    });
    const empty = await seedmill(['export', '--ledger', 'ledger.sqlite', '--out', 'out']);
    expect(empty).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no pair') as string });
    expect(await readdir(join(folder, 'out'))).toEqual(['pairs.jsonl']);
    expect(await readFile(join(folder, 'out/pairs.jsonl'), 'utf8')).toBe('precious\n');
  });
});

test('a teacher that answers nonsense: the table, one sentence, and an exit code', async () => {
  const server = await startTeacherServer(() => 'no idea');
  onTestFinished(() => server.close());
  const { seedmill } = await seedmillIn();
  const args = [
    'run',
    seeds,
    '--base-url',
    server.url,
    '--languages',
    'python',
    '--max-snippets',
    '2',
    '--out',
    'out',
  ];
  const { exitCode, stdout, stderr } = await seedmill(args);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/unreadable: 2 problem/);
  expect(stderr).toMatch(/There is no pair to write/);
  // What was paid for is read again, not asked again.
  const asked = server.calls.length;
  expect(await seedmill(args)).toMatchObject({ exitCode: 2 });
  expect(server.calls).toHaveLength(asked);
});

test('one question that the endpoint refuses does not stop the others', async () => {
  const server = await startTeacherServer((call, nth) =>
    nth === 1 ? { status: 400, message: 'content filter' } : addingTeacher(call),
  );
  onTestFinished(() => server.close());
  const { seedmill } = await seedmillIn();
  const { exitCode, stdout } = await seedmill([
    'run',
    seeds,
    '--base-url',
    server.url,
    '--languages',
    'python',
    '--samples',
    '1',
    '--max-snippets',
    '3',
    '--out',
    'out',
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/unreadable: 1 problem/);
  expect(stdout).toMatch(/2 pairs in/);
});

test('an export into a folder that cannot be written leaves nothing behind', async () => {
  const { folder, seedmill } = await seedmillIn();
  await (await openLedger(join(folder, '.seedmill/ledger.sqlite'))).close();
  await writeFile(join(folder, 'taken'), '');
  const { exitCode, stderr } = await seedmill(['export', '--out', 'taken']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Cannot write taken/);
  expect((await readdir(folder)).sort()).toEqual(['.seedmill', 'taken']);
});

test('an unknown export format is named with those that are known', async () => {
  const { folder, seedmill } = await seedmillIn();
  await (await openLedger(join(folder, '.seedmill/ledger.sqlite'))).close();
  const { exitCode, stderr } = await seedmill(['export', '--format', 'parquet', '--out', 'out']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/"parquet"[\s\S]*Choose among: pairs/);
});

describe('doctor', () => {
  test('says what is missing and what mends it', async () => {
    const { seedmill } = await seedmillIn();
    const { exitCode, stdout } = await seedmill(['doctor', '--json', '--base-url', 'http://127.0.0.1:1/v1'], {
      REDIS_URL: 'redis://127.0.0.1:1',
      DOCKER_HOST: 'unix:///no/docker.sock',
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'Node', found: true, detail: process.versions.node },
      { name: 'Redis', found: false, mend: expect.stringContaining('npm run setup') as string },
      { name: 'Docker', found: false, mend: expect.stringContaining('npm run setup') as string },
      { name: 'ledger', found: true },
      { name: 'teacher', found: false, mend: expect.stringContaining('--base-url') as string },
    ]);
  });

  test('is content when everything is there', async () => {
    const { seedmill } = await seedmillIn();
    const { exitCode, stdout } = await seedmill(['doctor', '--base-url', await teacher()]);
    expect(stdout).not.toContain('missing');
    expect(stdout).toMatch(/image typescript/);
    expect(exitCode).toBe(0);
  });
});
