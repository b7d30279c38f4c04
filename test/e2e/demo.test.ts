import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../integration/support/services.ts';
import { seedmillIn } from './support/command-line.ts';

/** The demo's run: the sample repository, a recorded teacher, the real sandbox. */
const args = [
  'run',
  join(root, 'examples/seed-repo'),
  ...['--languages', 'python,javascript,typescript', '--samples', '2', '--max-snippets', '10'],
  ...['--teacher', 'recorded', '--recordings', join(root, 'examples/recordings.jsonl'), '--out', 'out'],
];

const file = z.object({ file: z.string(), code: z.string() });
const tried = z.object({
  id: z.string(),
  try: z.int(),
  outcome: z.string(),
  reason: z.string().nullable(),
  solution: file,
});
const pair = z.object({
  id: z.string(),
  language: z.enum(['python', 'javascript', 'typescript']),
  problem: z.object({ id: z.string(), title: z.string(), statement: z.string().min(200) }),
  interface: file,
  suite: file,
  solution: file,
  verdict: z.object({
    tests: z.object({ declared: z.int(), passed: z.int(), failed: z.int(), skipped: z.int() }),
  }),
  attempts: z.array(tried),
  provenance: z.object({
    sample: z.int(),
    snippet: z.object({
      repo: z.string(),
      path: z.string(),
      text: z.string(),
      startLine: z.int(),
      endLine: z.int(),
      licenceFile: z.string(),
    }),
    solution: z.object({ model: z.string().min(1), prompt: z.string().regex(/^(solution|correct)@\d+$/) }),
  }),
});
const counts = z.object({
  snippets: z.int(),
  problems: z.int(),
  suites: z.int(),
  suitesRejected: z.record(z.string(), z.int()),
  attempts: z.int(),
  judged: z.int(),
  firstPassed: z.int(),
  corrected: z.int(),
  fixed: z.int(),
  pairs: z.int(),
  rejected: z.record(z.string(), z.int()),
  inconclusive: z.int(),
  firstPassRate: z.number(),
  fixRate: z.number().nullable(),
  correctedShare: z.number(),
  open: z.object({}),
});

describe('the main job on the sample repository', () => {
  let folder: string;
  let seedmill: Awaited<ReturnType<typeof seedmillIn>>['seedmill'];
  let first: { exitCode?: number | undefined; stdout: string; stderr: string };
  let text: string;
  let pairs: z.infer<typeof pair>[];

  beforeAll(async () => {
    ({ folder, seedmill } = await seedmillIn(await mkdtemp(join(tmpdir(), 'seedmill-demo-'))));
    first = await seedmill(args);
    text = await readFile(join(folder, 'out/pairs.jsonl'), 'utf8');
    pairs = text
      .trim()
      .split('\n')
      .map((line) => pair.parse(JSON.parse(line)));
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true }));

  test('ends well, with the table and the path of the pairs', () => {
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    for (const row of [
      'snippets',
      'problems',
      'suites',
      'attempts',
      'passed first',
      'fixed',
      'first-pass rate',
      'seconds',
    ]) {
      expect(first.stdout).toContain(row);
    }
    expect(first.stdout.trim().split('\n').at(-1)).toBe(`${pairs.length} pairs in out/pairs.jsonl`);
  });

  test('gives pairs of at least ten problems in three languages', () => {
    expect(new Set(pairs.map(({ problem }) => problem.id)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(pairs.map(({ language }) => language)).size).toBe(3);
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
  });

  test('every pair has proof: all declared tests passed, and its last attempt is the one that did', () => {
    for (const { id, verdict, attempts, solution, interface: stub } of pairs) {
      const { declared, passed, failed, skipped } = verdict.tests;
      expect({ passed, failed, skipped }, id).toEqual({ passed: declared, failed: 0, skipped: 0 });
      expect(declared, id).toBeGreaterThan(0);
      expect(
        attempts.map(({ outcome }) => outcome),
        id,
      ).toEqual(attempts.length === 1 ? ['passed'] : ['failed', 'passed']);
      expect(attempts.at(-1)?.solution).toEqual(solution);
      expect(solution.file).toBe(stub.file);
      expect(solution.code).not.toBe(stub.code);
    }
  });

  test('every pair leads back to the very lines it came from', async () => {
    for (const { provenance } of pairs) {
      const { path, text: snippet, startLine, endLine, repo, licenceFile } = provenance.snippet;
      const source = await readFile(join(root, 'examples/seed-repo', path), 'utf8');
      expect(
        source
          .split('\n')
          .slice(startLine - 1, endLine)
          .join('\n'),
      ).toContain(snippet.split('\n').at(-1));
      expect(source).toContain(snippet);
      expect(repo).toBe('seed-repo');
      expect(licenceFile).toBe('LICENSE');
    }
  });

  test('no row names a place on this machine', () => {
    for (const place of [root, folder, `${homedir()}/`]) expect(text).not.toContain(place);
  });

  test('the numbers of status, of the ledger and of the export agree', async () => {
    const status = counts.parse(JSON.parse((await seedmill(['status', '--json'])).stdout));
    const db = new DatabaseSync(join(folder, '.seedmill/ledger.sqlite'), { readOnly: true });
    const count = (sql: string) =>
      z.object({ n: z.int() }).parse({ ...db.prepare(`select count(*) as n from ${sql}`).get() }).n;
    const sum = (reasons: Record<string, number>) =>
      Object.values(reasons).reduce((total, n) => total + n, 0);
    expect(status.open).toEqual({});
    expect(status.snippets).toBe(count('snippets'));
    expect(status.problems).toBe(count('problems'));
    expect(status.suites + sum(status.suitesRejected)).toBe(count('suites'));
    expect(status.attempts).toBe(count('attempts where try = 0'));
    expect(status.corrected).toBe(count('attempts where try = 1'));
    expect(status.pairs).toBe(count("verdicts where outcome = 'passed'"));
    expect(status.pairs).toBe(pairs.length);
    expect(status.fixed).toBe(pairs.filter(({ attempts }) => attempts.length === 2).length);
    expect(status.firstPassRate).toBeCloseTo(status.firstPassed / status.judged);
    expect(status.correctedShare).toBeCloseTo(status.fixed / status.attempts);
    // Every attempt ends as a pair, rejected, or inconclusive.
    expect(status.pairs + sum(status.rejected) + status.inconclusive).toBe(status.attempts);
    db.close();
  });

  test('run again it makes no call and writes the same bytes', async () => {
    const again = await seedmill(args);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('; 0 made now') as string });
    expect(await readFile(join(folder, 'out/pairs.jsonl'), 'utf8')).toBe(text);
  });

  test('another ledger on the same recordings gives the same pairs', async () => {
    const other = await seedmillIn();
    expect(await other.seedmill(args)).toMatchObject({ exitCode: 0 });
    const again = (await readFile(join(other.folder, 'out/pairs.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => pair.parse(JSON.parse(line)));
    expect(again).toEqual(pairs);
  }, 180_000);
});
