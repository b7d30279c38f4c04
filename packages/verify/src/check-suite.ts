import type { Language, SuiteCheck, SuiteDraft, SuiteRejection } from '@seedmill/contracts';
import { unreadable } from './errors.ts';
import { namesOf } from './judge.ts';
import { bounded, textOfFindings } from './output.ts';
import { programOf } from './program.ts';
import { runProgram } from './run-program.ts';
import { shapeOf } from './suite-shape.ts';
import type { VerifierParts } from './verify-program.ts';

/**
 * Checks a suite before anything is solved against it: it must parse, lint and type-check together with its
 * own interface, load, run every test it declares, skip none, and the bare interface must fail it. The names
 * that ran become the suite's declared tests.
 */
export async function checkSuite(
  parts: VerifierParts,
  language: Language,
  draft: SuiteDraft,
  signal?: AbortSignal,
): Promise<SuiteCheck | { outcome: 'inconclusive'; cause: string }> {
  try {
    return await check(parts, language, draft, signal);
  } catch (error) {
    const cause = unreadable(error);
    if (cause === null) throw error;
    return rejected('broken', cause);
  }
}

const rejected = (reason: SuiteRejection, detail: string): SuiteCheck => ({
  outcome: 'rejected',
  reason,
  detail: bounded(detail),
});

async function check(
  parts: VerifierParts,
  language: Language,
  draft: SuiteDraft,
  signal?: AbortSignal,
): Promise<SuiteCheck | { outcome: 'inconclusive'; cause: string }> {
  const { analysis } = parts;
  const files = [draft.interface, draft.tests];

  for (const file of files) {
    const errors = await analysis.syntaxErrors(language.id, file);
    // Where no parser of the language itself runs here, the compiler decides.
    if (errors.length > 0 && language.linters.length > 0) return rejected('broken', textOfFindings(errors));
  }
  const program = programOf(language, draft.interface, draft.tests);
  const shape = await shapeOf(analysis, language, program.tests);
  const { declared } = shape;
  if (shape.style !== 'framework' || declared === 0)
    return rejected('no-tests', 'The suite declares no test.');
  const { errors } = await analysis.lint(language.id, files, 'obeyed');
  if (errors.length > 0) return rejected('broken', textOfFindings(errors));

  const ran = await runProgram(parts, language, program, shape, signal);
  if (ran.outcome === 'lost') return { outcome: 'inconclusive', cause: ran.cause };
  if (ran.outcome === 'unbuilt') {
    const { stopped, stdout, stderr } = ran.last.result;
    return rejected(
      'broken',
      `Against its interface: ${stopped ?? 'it cannot be built'}\n${stdout}\n${stderr}`,
    );
  }
  const { report, image } = ran;
  const step = ran.test.result;
  const told = [step.stdout, step.stderr, ...report.cases.map((c) => c.message ?? '')].join('\n').trim();

  if (step.stopped !== null) return rejected('broken', `Against its interface: ${step.stopped}\n${told}`);
  if (!report.complete || report.cases.some(({ scope }) => scope === 'file')) {
    return rejected('broken', `The suite cannot be loaded against its own interface.\n${told}`);
  }
  // A group's hooks may well fail against the bare interface; only its tests are declared.
  const tests = report.cases.filter(({ scope }) => scope === undefined);
  if (tests.length < declared) {
    return rejected('broken', `${tests.length} of ${declared} declared tests ran.\n${told}`);
  }
  if (tests.some(({ outcome }) => outcome === 'skipped')) {
    return rejected('broken', 'The suite skips tests.');
  }
  if (tests.every(({ outcome }) => outcome === 'passed')) {
    return rejected('vacuous', 'The bare interface passes every test.');
  }
  return { outcome: 'accepted', tests: namesOf(tests), image };
}
