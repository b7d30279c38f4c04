import { messageOf, type Program, type ProgramVerdict } from '@seedmill/contracts';
import { z } from 'zod';

const filePath = z.string().regex(/^[^\p{Cc}]{1,512}$/u, 'is no file name');
const files = z
  .record(filePath, z.string())
  .refine((value) => Object.keys(value).length > 0, 'holds no file');

/** One line of the input: a program and its suite, from anywhere. Other keys are passed over. */
const verificationCase = z.object({ id: z.string(), language: z.string(), solution: files, tests: files });

export type Case = { id: string; language: string; program: Program };

/** What a line says; `problem` in one sentence where it is no case, with the id if it names one. */
export function readCase(line: string | null): Case | { id: string | null; problem: string } {
  if (line === null) return { id: null, problem: 'the line is too long' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { id: null, problem: `the line is not JSON: ${messageOf(error)}` };
  }
  const read = verificationCase.safeParse(value);
  if (read.success) {
    const { id, language, solution, tests } = read.data;
    return { id, language, program: { solution, tests } };
  }
  const named = z.object({ id: z.string() }).safeParse(value);
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `;
  return { id: named.success ? named.data.id : null, problem: `${place}${issue?.message ?? 'unreadable'}` };
}

/** One line of the output. `reason` says in words why an inconclusive case has no verdict. */
export function verdictLine(id: string | null, verdict: ProgramVerdict): string {
  const { outcome, tests, steps, cases, warnings, image, missingWalls, ms } = verdict;
  const phase = verdict.outcome === 'failed' ? verdict.phase : null;
  const reason =
    verdict.outcome === 'failed' ? verdict.reason : verdict.outcome === 'inconclusive' ? verdict.cause : null;
  const found = { id, outcome, phase, reason, tests, steps, cases, warnings, image, missingWalls, ms };
  return JSON.stringify(found);
}

/** The verdict on what is no case at all. */
export const unverifiable = (cause: string): ProgramVerdict => ({
  outcome: 'inconclusive',
  cause,
  tests: { declared: 0, passed: 0, failed: 0, skipped: 0 },
  cases: [],
  warnings: [],
  steps: [],
  image: null,
  ms: 0,
});
