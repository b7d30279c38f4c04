import { join } from 'node:path';
import {
  type Answer,
  AppError,
  type Attempt,
  type Ledger,
  type Run,
  type Services,
  type Snippet,
  type SuiteCheck,
  type Task,
  type Teacher,
  type Verdict,
} from '@seedmill/contracts';
import { openLedger } from '@seedmill/ledger';
import { firstTask, perform } from '@seedmill/pipeline';
import {
  makeFailed,
  makeInconclusive,
  makePassed,
  makeRun,
  makeSnippet,
  tempFolder,
} from '@seedmill/testkit';
import { expect, onTestFinished, test } from 'vitest';

/** A ledger of its own, and services that answer at once and count what they were asked. */
async function bench(given: {
  samples?: number;
  languages?: string[];
  judge?: (attempt: Attempt, run: Run) => Verdict;
  check?: SuiteCheck;
}) {
  const ledger: Ledger = await openLedger(join(await tempFolder(), 'ledger.sqlite'));
  onTestFinished(() => ledger.close());
  const run = makeRun({ samples: given.samples ?? 1, languages: given.languages ?? ['python'] });
  const asked: string[] = [];
  const answered = <T>(stage: string, value: T): Promise<Answer<T>> => {
    asked.push(stage);
    return Promise.resolve({
      outcome: 'answered',
      value,
      madeBy: { run: run.id, model: 'm', prompt: `${stage}@1`, call: `call-${stage}` },
    });
  };
  const teacher: Teacher = {
    problem: (_run, snippet: Snippet) =>
      answered('problem', {
        title: snippet.name,
        statement: 's',
        topic: 't',
        difficulty: 'easy',
        concepts: [],
      }),
    suite: (_run, _problem, language) =>
      answered('suite', {
        interface: { file: 'solution', code: `stub in ${language}` },
        tests: { file: 'tests', code: 'tests' },
      }),
    solution: (_run, _problem, _suite, sample) =>
      answered('solution', { file: 'solution', code: `sample ${sample}` }),
    correction: (_run, { attempt }) =>
      answered('correct', { file: 'solution', code: `${attempt.solution.code}, mended` }),
  };
  const services: Services = {
    ledger,
    teacher: () => teacher,
    seeds: {
      check: () => Promise.resolve(),
      snippets: () => Promise.resolve({ snippets: [makeSnippet(run)], skipped: {} }),
    },
    verifier: {
      verify: (_run, attempt) => {
        asked.push(`verify ${attempt.try}`);
        return Promise.resolve(given.judge?.(attempt, run) ?? makePassed(run, attempt));
      },
      checkSuite: () => {
        asked.push('check');
        return Promise.resolve(given.check ?? { outcome: 'accepted', tests: ['a'], image: 'sha256:0' });
      },
    },
  };
  await ledger.openRun(run, [firstTask(run)]);
  const { signal } = new AbortController();
  /** Works until nothing is open; a task whose ledger write is skipped stands for a crash before it. */
  const work = async (): Promise<void> => {
    for (;;) {
      const open: Task[] = await Array.fromAsync(ledger.openTasks(run.id));
      if (open.length === 0) return;
      for (const task of open) await perform(task, services, signal);
    }
  };
  return { ledger, run, services, asked, work, signal };
}

test('a snippet becomes a problem, a suite per language, samples, and pairs', async () => {
  const { ledger, run, asked, work } = await bench({ samples: 2, languages: ['python', 'typescript'] });
  await work();
  expect(await ledger.statistics(run.id)).toMatchObject({
    snippets: 1,
    problems: 1,
    suites: 2,
    attempts: 4,
    pairs: 4,
    corrected: 0,
  });
  expect(asked.indexOf('check')).toBeLessThan(asked.indexOf('solution'));
});

test('what fails is corrected exactly once, whatever becomes of the correction', async () => {
  const { ledger, run, asked, work } = await bench({ judge: (attempt, of) => makeFailed(of, attempt) });
  await work();
  expect(asked.filter((each) => each.startsWith('verify') || each === 'correct')).toEqual([
    'verify 0',
    'correct',
    'verify 1',
  ]);
  expect(await ledger.statistics(run.id)).toMatchObject({
    attempts: 1,
    corrected: 1,
    fixed: 0,
    pairs: 0,
    rejected: { 'assertion-failed': 1 },
  });
});

test('a correction that passes is a pair that tells of both tries', async () => {
  const { ledger, run, work } = await bench({
    judge: (attempt, of) => (attempt.try === 0 ? makeFailed : makePassed)(of, attempt),
  });
  await work();
  const [pair, ...others] = await Array.fromAsync(ledger.pairs(run.id));
  expect(others).toEqual([]);
  expect(pair?.attempts.map(({ attempt, verdict }) => [attempt.solution.code, verdict.outcome])).toEqual([
    ['sample 0', 'failed'],
    ['sample 0, mended', 'passed'],
  ]);
});

test('nothing is solved against a suite that was rejected', async () => {
  const { ledger, run, asked, work } = await bench({
    check: { outcome: 'rejected', reason: 'vacuous', detail: '' },
  });
  await work();
  expect(asked).toEqual(['problem', 'suite', 'check']);
  expect(await ledger.statistics(run.id)).toMatchObject({
    suites: 0,
    suitesRejected: { vacuous: 1 },
    attempts: 0,
  });
});

test('an inconclusive verdict is tried again, never corrected, and in no rate', async () => {
  let lost = true;
  const { ledger, run, asked, services, work, signal } = await bench({
    judge: (attempt, of) => (lost ? makeInconclusive : makePassed)(of, attempt),
  });
  await expect(work()).rejects.toMatchObject({ code: 'VERDICT_INCONCLUSIVE', remedy: 'retry' });
  expect(await ledger.statistics(run.id)).toMatchObject({
    inconclusive: 1,
    judged: 0,
    firstPassRate: null,
    open: { verify: 1 },
  });
  lost = false;
  for await (const task of ledger.openTasks(run.id)) await perform(task, services, signal);
  expect(await ledger.statistics(run.id)).toMatchObject({ inconclusive: 0, pairs: 1 });
  expect(asked).not.toContain('correct');
});

test('a task that is done is not done again, and nothing follows from it', async () => {
  const { run, services, asked, work, signal } = await bench({});
  await work();
  const before = [...asked];
  expect(await perform(firstTask(run), services, signal)).toEqual([]);
  expect(asked).toEqual(before);
});

test('a crash before the result is kept: the task is done again and ends the same', async () => {
  const { ledger, run, services, work, signal } = await bench({
    samples: 2,
    judge: (attempt, of) => (attempt.try === 0 ? makeFailed : makePassed)(of, attempt),
  });
  // Every task is performed once against a ledger that crashes when the result is to be kept.
  const crashing = { ...services, ledger: crashOnComplete(ledger) };
  for (;;) {
    const open = await Array.fromAsync(ledger.openTasks(run.id));
    if (open.length === 0) break;
    for (const task of open) {
      await expect(perform(task, crashing, signal)).rejects.toThrow('crash');
      await perform(task, services, signal);
    }
  }
  await work();
  expect(await ledger.statistics(run.id)).toMatchObject({
    snippets: 1,
    problems: 1,
    suites: 1,
    attempts: 2,
    corrected: 2,
    pairs: 2,
  });
});

test('an answer that the teacher cannot give ends the task and nothing else', async () => {
  const { ledger, run, services, signal } = await bench({});
  const silent: Teacher = {
    ...services.teacher(run),
    problem: () => Promise.resolve({ outcome: 'teacher-failed', detail: 'gibberish' }),
  };
  for (let round = 0; round < 2; round += 1) {
    for (const task of await Array.fromAsync(ledger.openTasks(run.id)))
      await perform(task, { ...services, teacher: () => silent }, signal);
  }
  expect(await ledger.statistics(run.id)).toMatchObject({
    problems: 0,
    teacher: { failed: { problem: 1 } },
    open: {},
  });
});

function crashOnComplete(ledger: Ledger): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'complete') return () => Promise.reject(new AppError('CRASH', 'retry', 'crash', ''));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
