import { type StepResult, type TestCase, testCase } from '@seedmill/contracts';

/** The structured report of a test runner. */
export interface TestReport {
  cases: TestCase[];
  /** Whether the runner reached its own end and said so. */
  complete: boolean;
  /** Whether the runner found that the program had changed the test framework. */
  tampered: boolean;
}

/** Most characters of a failure's message that are kept. */
const LONGEST_MESSAGE = 2_000;

/**
 * Reads the report that our runners write to file descriptor 3: one JSON object a line, each with the secret
 * that the runner was given before it loaded any code. Anything else on the channel is not the runner's word.
 */
export function readReport(step: StepResult, secret: string): TestReport {
  const cases: TestCase[] = [];
  let complete = false;
  let tampered = false;
  for (const line of step.report.split('\n')) {
    const entry = parseLine(line);
    if (entry?.secret !== secret) continue;
    if (entry.end === true) complete = true;
    if (entry.tampered === true) tampered = true;
    const read = testCase.safeParse({
      name: entry.test,
      outcome: entry.outcome,
      scope: entry.scope,
      kind: entry.kind,
      message: entry.message,
    });
    if (read.success) cases.push(bounded(read.data));
  }
  return { cases, complete, tampered };
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function bounded({ name, outcome, scope, kind, message }: TestCase): TestCase {
  return {
    name,
    outcome,
    ...(scope === undefined ? {} : { scope }),
    ...(kind === undefined ? {} : { kind }),
    ...(message === undefined ? {} : { message: message.slice(0, LONGEST_MESSAGE) }),
  };
}
