import type { ProgramVerdict } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type JudgeOfPrograms,
  judgeAll,
  judgeOfPrograms,
  summary,
  told,
} from '../support/judge-of-programs.ts';
import type { ConformanceCase } from './conformance.ts';
import { conformance } from './index.ts';

/** `SEEDMILL_REPEAT=3` looks whether verdicts are the same every time. */
const repeat = Number(process.env.SEEDMILL_REPEAT ?? 1);

test('every language has its programs', () => {
  expect(conformance.map(({ language }) => language).sort()).toEqual(languages.map(({ id }) => id).sort());
});

describe.each(conformance)('$language', ({ language, kinds, usages }) => {
  const cases = Object.entries({ ...kinds, ...usages }).filter(
    (entry): entry is [string, ConformanceCase] => !('absent' in entry[1]),
  );
  const verdicts = new Map<string, ProgramVerdict[]>();
  let judge: JudgeOfPrograms;

  beforeAll(async () => {
    judge = await judgeOfPrograms(language, 2);
    const programs = cases.flatMap(([, program]) => Array.from({ length: repeat }, () => program));
    const all = await judgeAll(judge, language, programs);
    for (const [at, [name]] of cases.entries()) verdicts.set(name, all.slice(at * repeat, (at + 1) * repeat));
  }, 600_000);
  afterAll(() => judge.close());

  test.each(cases)('%s', (name, { expect: expected }) => {
    for (const verdict of verdicts.get(name) ?? []) {
      if (expected.outcome === 'passed') {
        expect(summary(verdict), told(verdict)).toBe('passed');
        if (expected.tests !== undefined) expect(verdict.tests.passed).toBe(expected.tests);
      } else {
        const { phase, reason } = expected;
        const right = [reason].flat().map((each) => `failed ${phase}/${each}`);
        expect(right, told(verdict)).toContain(summary(verdict));
      }
    }
    expect(new Set(verdicts.get(name)?.map(summary)).size).toBe(1);
  });
});
