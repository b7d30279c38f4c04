import type { SourceFile } from './records.ts';

/** A definition found in seed code. */
export interface Definition {
  kind: 'function' | 'class';
  name: string;
  text: string;
  /** Counted from 1, both included. */
  startLine: number;
  endLine: number;
}

/** One thing a parser or linter says about one place. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  rule: string;
  message: string;
}

/** Characters `start` to `end` of a text are altered by the language's alteration of that index. */
export interface AlterablePlace {
  start: number;
  end: number;
  alteration: number;
}

/** What of a suite's text can be altered. */
export interface Alterable {
  /** In order, none inside another. */
  places: AlterablePlace[];
  /** Where the declared tests begin, in order. */
  tests: number[];
}

export interface LintResult {
  /** Findings that make a program wrong, and why: undefined names, impossible types; `timeout` – no linter ended. */
  errors: (Finding & { reason: 'syntax-error' | 'lint-error' | 'type-error' | 'timeout' })[];
  /** Recorded, never a failure. */
  warnings: Finding[];
}

/** What becomes of comments that switch a checker off: a suite may say that a call is wrong on purpose; a solution may not. */
export type Directives = 'obeyed' | 'ignored';

/** A linter for one or several languages. The files are one program: they may import each other. */
export interface Linter {
  id: string;
  /** What its own parser says of one file. */
  syntaxErrors(file: SourceFile): Finding[];
  lint(files: readonly SourceFile[], directives: Directives): LintResult;
}

/**
 * Reads code without running it. The work is done off the caller's event loop and in bounded time: what takes
 * too long is reported as a finding (of `timeout`), and as `broken` where definitions are asked for. Of a suite that
 * cannot be read nothing is known: `declaredTests` and `alterable` then throw `SUITE_UNREADABLE`.
 */
export interface StaticAnalysis {
  /** The definitions at the top of a file, and whether the file has syntax errors. */
  definitions(language: string, text: string): Promise<{ definitions: Definition[]; broken: boolean }>;
  /**
   * What is not the language's syntax. Grammars lag behind languages, so what tree-sitter doubts is an error only
   * where the parser of the language's first linter agrees.
   */
  syntaxErrors(language: string, file: SourceFile): Promise<Finding[]>;
  /** How many tests the text of a suite declares, and whether it does something besides declaring: a plain script does. */
  declaredTests(language: string, text: string): Promise<{ tests: number; script: boolean }>;
  /** Where the language's alterations apply in the text of a suite. */
  alterable(language: string, text: string): Promise<Alterable>;
  lint(language: string, files: readonly SourceFile[], directives: Directives): Promise<LintResult>;
  close(): Promise<void>;
}
