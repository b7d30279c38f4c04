import { AppError } from './errors.ts';
import type { StepResult } from './sandbox.ts';
import type { FailureReason, Phase } from './words.ts';

/** Relative path, with `/`, → content. */
export type Files = Readonly<Record<string, string>>;

/** A solution and its suite, under the file names that whoever brings them gave them. */
export interface Program {
  solution: Files;
  tests: Files;
}

/**
 * How a suite is run: `framework` – its tests are registered with a test framework; `script` – its files are plain
 * programs, each of which is one test: to reach its own end.
 */
export type SuiteStyle = 'framework' | 'script';

/** What the text of a suite says of it. */
export interface SuiteShape {
  style: SuiteStyle;
  /** The files that are run, sorted; the others of the suite are support and data. */
  files: readonly string[];
  /** How many tests they declare, at least. */
  declared: number;
}

/** One step on the way from files to a report. */
export interface PlannedStep {
  phase: Exclude<Phase, 'parse'>;
  /** Program and arguments; no shell. */
  command: readonly string[];
  /** As in `Step`. */
  warm?: 'runner' | 'compiler';
  /**
   * The arguments of a test step's runner: it reads them from its stdin, one a line, after the line that holds the
   * secret of its report.
   */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** How a program is laid out and run. The last step is the one of phase `test`. */
export interface Plan {
  files: Files;
  steps: readonly PlannedStep[];
}

/** What a step before the tests says. */
export interface Diagnosis {
  /** Why the step failed; null where what it says is worth recording only. */
  failure: { phase: Phase; reason: FailureReason } | null;
  /** One line each. */
  warnings: readonly string[];
}

/**
 * A way to alter a suite so that an honest program fails it. `find` is a tree-sitter query, whose captures named
 * `it` are altered, or a global pattern, whose first group is.
 */
export interface Alteration {
  find: string | RegExp;
  alter(text: string): string;
}

/** Everything Seedmill knows of one programming language. A pure value: no I/O. */
export interface Language {
  id: string;
  /** As people write it. */
  name: string;
  /** Base name of the tree-sitter grammar, such as `python`; null where there is none. */
  grammar: string | null;
  /** File endings of code, with the dot. */
  extensions: readonly string[];
  /** Tree-sitter query over seed code: `@function` and `@class` mark whole definitions, `@name` the name inside each. */
  definitions: string;
  /** The file names of generated problems. `support` files are laid beside them in the sandbox. */
  layout: { solution: string; suite: string; support: Files };
  suite: {
    /** Names of the files that are run. Where none matches, all with one of the extensions are. */
    files: RegExp;
    /** One match per declared test: a tree-sitter query, or a global pattern where no grammar reads suites. */
    tests: string | RegExp;
    /** A match says that `tests` finds functions which the suite brings itself: nothing declares tests in it. */
    ownTests?: string | RegExp;
    /** A match makes a suite that declares no tests a plain script. */
    script: string | RegExp;
    /** In order: where two would alter overlapping places, the first does. */
    alterations: readonly Alteration[];
  };
  /** Ids of the in-process linters that judge it, in order. */
  linters: readonly string[];
  /**
   * Lays a program out and says how to run it. Files of the solution that would configure a compiler or a test
   * framework are left out; where a solution and a suite name the same file, the suite's stands.
   */
  plan(program: Program, suite: SuiteShape): Plan;
  /**
   * Reads a step before the tests (left out: a step that fails is a `compile-error`), or a test step without a whole
   * report, where the runner checks the program before it runs it.
   */
  diagnose?(phase: Phase, step: StepResult): Diagnosis;
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
