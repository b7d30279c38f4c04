import { languages } from '@seedmill/languages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conformance } from '../conformance/index.ts';
import {
  type JudgeOfPrograms,
  judgeOfPrograms,
  leftovers,
  summary,
  told,
} from '../support/judge-of-programs.ts';
import { attacks } from './index.ts';

/**
 * `SEEDMILL_REPEAT=3` (`npm run test:attacks`) looks whether verdicts are the same every time, and has an honest program
 * judged after each attack. The short form has it judged after the last.
 */
const repeat = Number(process.env.SEEDMILL_REPEAT ?? 1);
/** A compiler that never ends has 20 s. */
const LONGEST_MS = 60_000;

test('every language is attacked, by at least sixty programs in all', () => {
  expect(Object.keys(attacks).sort()).toEqual(languages.map(({ id }) => id).sort());
  expect(Object.values(attacks).flat().length).toBeGreaterThanOrEqual(60);
});

// Two languages at a time, as many as there are processors; the programs of one, one after the other.
describe.concurrent.each(Object.entries(attacks))('%s', (language, programs) => {
  let judge: JudgeOfPrograms;
  let untouched: string;

  // One slot: what an attack leaves behind would meet the next program.
  beforeAll(async () => {
    judge = await judgeOfPrograms(language, 1);
    untouched = await leftovers(judge.sandbox, language);
  }, 600_000);
  afterAll(() => judge.close());

  const named = programs.map((attack) => [attack.name, attack] as const);
  test.each(named)('%s', { concurrent: false, timeout: repeat * LONGEST_MS }, async (_name, attack) => {
    const outcomes = new Set<string>();
    for (let n = 0; n < repeat; n += 1) {
      const verdict = await judge.verifier.verifyProgram(language, attack);
      outcomes.add(verdict.outcome);
      if (attack.expect === 'harmless') expect(verdict.outcome, told(verdict)).not.toBe('inconclusive');
      else {
        const reason = verdict.outcome === 'failed' ? verdict.reason : verdict.outcome;
        expect(attack.expect, told(verdict)).toContain(reason);
      }
      expect(await leftovers(judge.sandbox, language)).toBe(untouched);
      if (repeat > 1) await judgeHonest();
    }
    expect(outcomes.size).toBe(1);
  });

  test('an honest program passes after all of them', { concurrent: false }, () => judgeHonest());

  async function judgeHonest() {
    const honest = conformance.find((each) => each.language === language)?.kinds.passing;
    if (honest === undefined) throw new Error(`${language} has no program that passes`);
    expect(summary(await judge.verifier.verifyProgram(language, honest))).toBe('passed');
  }
});
