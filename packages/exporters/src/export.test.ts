import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PairStory } from '@seedmill/contracts';
import {
  makeAttempt,
  makeFailed,
  makePassed,
  makeProblem,
  makeRun,
  makeSnippet,
  makeSuite,
  tempFolder,
} from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { writeExport } from './export.ts';

const run = makeRun({ source: '/home/someone/seeds' });
const snippet = makeSnippet(run);
const problem = makeProblem(run, snippet);
const suite = makeSuite(run, problem);
const first = makeAttempt(run, suite);
const second = makeAttempt(run, suite, { try: 1, corrects: first.id });
const story: PairStory = {
  run,
  snippet,
  problem,
  suite,
  attempts: [
    { attempt: first, verdict: makeFailed(run, first) },
    { attempt: second, verdict: makePassed(run, second) },
  ],
};

async function* stories(...given: (PairStory | Error)[]): AsyncIterable<PairStory> {
  for (const each of given) {
    if (each instanceof Error) throw each;
    yield await Promise.resolve(each);
  }
}

test('a row tells the whole story: both tries, and where it came from', async () => {
  const folder = join(await tempFolder(), 'new', 'out');
  const { file, rows } = await writeExport('pairs', stories(story, story), folder);
  expect(rows).toBe(2);
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    id: second.id,
    solution: second.solution,
    attempts: [
      { id: first.id, outcome: 'failed', reason: 'assertion-failed' },
      { id: second.id, outcome: 'passed', reason: null },
    ],
    provenance: {
      run: run.id,
      snippet: { id: snippet.id, path: 'twice.py' },
      solution: { prompt: 'correct@1' },
    },
  });
  expect(lines[0]).not.toContain('/home/someone');
});

test('an export that breaks off leaves the one before as it was, and nothing else', async () => {
  const folder = await tempFolder();
  const { file } = await writeExport('pairs', stories(story), folder);
  const before = await readFile(file, 'utf8');
  await expect(
    writeExport('pairs', stories(story, story, new Error('the ledger is gone')), folder),
  ).rejects.toThrow('the ledger is gone');
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readdir(folder)).toEqual(['pairs.jsonl']);
});

test('what did not pass cannot become a row', async () => {
  const failed = { ...story, attempts: story.attempts.slice(0, 1) };
  const folder = await tempFolder();
  await expect(writeExport('pairs', stories(failed), folder)).rejects.toThrow(/did not pass/);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be made and a format that is none are named', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(writeExport('pairs', stories(), join(folder, 'file'))).rejects.toMatchObject({
    code: 'EXPORT_UNWRITABLE',
    remedy: 'fix-setup',
  });
  await expect(writeExport('soup', stories(), folder)).rejects.toMatchObject({
    code: 'EXPORT_FORMAT_UNKNOWN',
    hint: expect.stringContaining('pairs') as string,
  });
});
