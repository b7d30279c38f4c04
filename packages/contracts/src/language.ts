import { AppError } from './errors.ts';
import type { TestCase } from './records.ts';
import type { StepResult } from './sandbox.ts';

/** The structured report of a test runner. */
export interface TestReport {
  cases: TestCase[];
  /** Whether the runner reached its own end and said so. */
  complete: boolean;
  /** Whether the runner found that the program had changed the test framework. */
  tampered?: boolean;
}

/** Everything Seedmill knows of one programming language. A pure value: no I/O. */
export interface Language {
  id: string;
  /** As people write it. */
  name: string;
  /** Base name of the tree-sitter grammar, such as `python`. */
  grammar: string;
  /** File endings of seed code, with the dot. */
  extensions: readonly string[];
  /** Tree-sitter query: `@function` and `@class` mark whole definitions, `@name` the name inside each. */
  definitions: string;
  /** The fixed file names. `support` files are laid beside them in the sandbox. */
  layout: { solution: string; suite: string; support: Readonly<Record<string, string>> };
  /** Tree-sitter query over a suite: one match per declared test. */
  declaredTests: string;
  /** Ids of the in-process linters that judge it, in order. */
  linters: readonly string[];
  /** Runs the suite; the runner reads the report's secret from the first line of its stdin. */
  testCommand: readonly string[];
  /** Reads what the runner wrote; lines without the secret are not the runner's. */
  readReport(step: StepResult, secret: string): TestReport;
  /** What the teacher must know to write for this language here, one sentence a line. */
  teaching: { fence: string; version: string; interface: string; suite: string; solution: string };
}

/**
 * The language of this id.
 *
 * @throws AppError LANGUAGE_UNKNOWN (fix-input), which names those that are known
 */
export function languageNamed(languages: readonly Language[], id: string): Language {
  const language = languages.find((known) => known.id === id);
  if (language !== undefined) return language;
  const known = languages.map((each) => each.id).join(', ');
  throw new AppError(
    'LANGUAGE_UNKNOWN',
    'fix-input',
    `The language "${id}" is not known.`,
    `Choose among: ${known}`,
  );
}
