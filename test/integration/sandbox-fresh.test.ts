import type { ProgramVerdict } from '@seedmill/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConformanceCase } from '../conformance/conformance.ts';
import { javascript } from '../conformance/javascript.ts';
import {
  type JudgeOfPrograms,
  judgeAll,
  judgeOfPrograms,
  summary,
  told,
} from '../support/judge-of-programs.ts';
import { runStep, step } from './sandbox-bench.ts';

// `isolation: fresh`: with a container per job, every kind of program gets the verdict that it gets in a warm one.

const cases = Object.entries(javascript.kinds).filter(
  (entry): entry is [string, ConformanceCase] => !('absent' in entry[1]),
);
const verdicts = new Map<string, ProgramVerdict>();
let judge: JudgeOfPrograms;

beforeAll(async () => {
  judge = await judgeOfPrograms('javascript', 2, { isolation: 'fresh' });
  const all = await judgeAll(
    judge,
    'javascript',
    cases.map(([, program]) => program),
  );
  for (const [at, [name]] of cases.entries()) {
    const verdict = all[at];
    if (verdict !== undefined) verdicts.set(name, verdict);
  }
}, 600_000);
afterAll(() => judge.close());

test.each(cases)('%s', (name, { expect: expected }) => {
  const verdict = verdicts.get(name);
  if (verdict === undefined) throw new Error('no verdict');
  const right =
    expected.outcome === 'passed'
      ? ['passed']
      : [expected.reason].flat().map((each) => `failed ${expected.phase}/${each}`);
  expect(right, told(verdict)).toContain(summary(verdict));
});

test('no two jobs share a container', async () => {
  const place = async () => {
    const look = step(['cat', '/etc/hostname']);
    return (await runStep(judge.sandbox, look, {}, 'javascript')).stdout;
  };
  const places = await Promise.all(Array.from({ length: 6 }, place));
  expect(new Set(places).size).toBe(6);
});
