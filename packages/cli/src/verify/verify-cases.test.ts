import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type Program, type ProgramVerdict, type ProgramVerifier } from '@seedmill/contracts';
import { tempFolder } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { unverifiable } from './case.ts';
import { VerdictFile } from './verdict-file.ts';
import { type CasesToVerify, verifyCases } from './verify-cases.ts';

const caseLine = (id: string, language = 'python') =>
  JSON.stringify({ id, language, solution: { 'a.py': id }, tests: { 'test_a.py': '' } });
const passed: ProgramVerdict = { ...unverifiable(''), outcome: 'passed' };

/** A verifier that answers as told, and remembers what it was asked. */
function verifierOf(answer: (program: Program, signal?: AbortSignal) => Promise<ProgramVerdict>) {
  const asked: string[] = [];
  const verifier: ProgramVerifier = {
    verifyProgram: (_language, program, signal) => {
      asked.push(program.solution['a.py'] ?? '');
      return answer(program, signal);
    },
  };
  return { verifier, asked };
}

async function verify(path: string, lines: (string | null)[], given: Partial<CasesToVerify>) {
  const out = await VerdictFile.open(path);
  try {
    return await verifyCases({
      lines: (async function* () {
        for (const line of lines) yield await Promise.resolve(line);
      })(),
      out,
      outPath: path,
      verifier: verifierOf(() => Promise.resolve(passed)).verifier,
      window: 4,
      signal: new AbortController().signal,
      onVerdict: () => undefined,
      ...given,
    });
  } finally {
    await out.close();
  }
}
const idsIn = async (path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { id: string | null }).id);
const fileIn = async () => join(await tempFolder(), 'verdicts.jsonl');

test('verdicts stand in the order of the cases, whichever is ready first', async () => {
  const path = await fileIn();
  const first = Promise.withResolvers<ProgramVerdict>();
  const { verifier } = verifierOf(({ solution }) => {
    if (solution['a.py'] === 'a') return first.promise;
    if (solution['a.py'] === 'c') first.resolve(passed);
    return Promise.resolve(passed);
  });
  const tally = await verify(
    path,
    ['a', 'b', 'c', 'd', 'e'].map((id) => caseLine(id)),
    { verifier },
  );
  expect(tally).toEqual({ passed: 5, failed: 0, inconclusive: 0, before: 0 });
  expect(await idsIn(path)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('no more cases are begun ahead than the window holds', async () => {
  let open = 0;
  let most = 0;
  const { verifier } = verifierOf(async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return passed;
  });
  const lines = Array.from({ length: 50 }, (_, n) => caseLine(String(n)));
  await verify(await fileIn(), lines, { verifier });
  expect(most).toBeLessThanOrEqual(4);
});

test('a malformed line has its verdict, and the others theirs', async () => {
  const path = await fileIn();
  const tally = await verify(path, [caseLine('a'), 'rubbish', '', null, caseLine('b')], {});
  expect(tally).toMatchObject({ passed: 2, inconclusive: 2 });
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: 'a' },
    {
      id: null,
      outcome: 'inconclusive',
      reason: expect.stringMatching(/^line 2: the line is not JSON/) as string,
    },
    { id: null, reason: 'line 4: the line is too long' },
    { id: 'b', outcome: 'passed' },
  ]);
});

test('the same command goes on where it was left, in the middle of a line too', async () => {
  const path = await fileIn();
  const lines = ['a', 'b', 'c'].map((id) => caseLine(id));
  await verify(path, lines.slice(0, 2), {});
  await writeFile(path, `${await readFile(path, 'utf8')}{"id":"c","outcome":"pas`);
  const { verifier, asked } = verifierOf(() => Promise.resolve(passed));
  expect(await verify(path, lines, { verifier })).toMatchObject({ passed: 1, before: 2 });
  expect(asked).toEqual(['c']);
  expect(await idsIn(path)).toEqual(['a', 'b', 'c']);
});

test('verdicts of other cases are not gone on with, and stay as they are', async () => {
  const path = await fileIn();
  await verify(path, [caseLine('a')], {});
  const before = await readFile(path, 'utf8');
  await expect(verify(path, [caseLine('other')], {})).rejects.toMatchObject({ code: 'VERDICTS_FOREIGN' });
  expect(await readFile(path, 'utf8')).toBe(before);
});

test.each(['my diary\n', 'my diary', `${caseLine('a')}\n`, caseLine('a')])(
  'a file that holds something else is left alone: %j',
  async (text) => {
    const path = await fileIn();
    await writeFile(path, text);
    await expect(verify(path, [caseLine('a')], {})).rejects.toMatchObject({ code: 'VERDICTS_FOREIGN' });
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

test('when it is stopped, what is ready is written and the rest given up', async () => {
  const path = await fileIn();
  const stop = new AbortController();
  const { verifier } = verifierOf(({ solution }, signal) => {
    if (solution['a.py'] !== 'b') return Promise.resolve(passed);
    stop.abort();
    return Promise.reject(signal?.reason as Error);
  });
  const tally = await verify(
    path,
    ['a', 'b', 'c'].map((id) => caseLine(id)),
    { verifier, signal: stop.signal },
  );
  expect(tally).toMatchObject({ passed: 1, failed: 0, inconclusive: 0 });
  expect(await idsIn(path)).toEqual(['a']);
});

test('a case that breaks the rules is inconclusive; a set-up that is broken ends it all', async () => {
  const refused = new AppError('SANDBOX_JOB_REFUSED', 'fix-input', 'no such path', 'mend it');
  const missing = new AppError('SANDBOX_IMAGE_MISSING', 'fix-setup', 'no image', 'build it');
  const path = await fileIn();
  const { verifier } = verifierOf(({ solution }) =>
    Promise.reject(solution['a.py'] === 'a' ? refused : missing),
  );
  await expect(verify(path, [caseLine('a'), caseLine('b')], { verifier })).rejects.toBe(missing);
  expect(await idsIn(path)).toEqual(['a']);
});
