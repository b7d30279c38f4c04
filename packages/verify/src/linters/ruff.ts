import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import type { Finding, Linter, LintResult } from '@seedmill/contracts';
import { z } from 'zod';

/** Rules whose findings are mistakes in any program: pyflakes' undefined names, broken formats, misplaced keywords. */
const errors = ['E9', 'F50', 'F52', 'F62', 'F63', 'F70', 'F82', 'PLE'];
/** Rules worth recording: unused names, likely bugs, style. */
const warnings = ['E71', 'E72', 'E74', 'F4', 'F54', 'F60', 'F81', 'F84', 'B', 'W6'];
/** A strict `zip` is a matter of taste. */
const ignored = ['B905'];

/** What Ruff says of one place; the package types it as anything. */
const diagnostics = z.array(
  z.object({
    code: z.string().nullable(),
    message: z.string(),
    start_location: z.object({ row: z.int(), column: z.int() }),
  }),
);

let workspace: Workspace | undefined;

/** Ruff, compiled to WebAssembly: 0.1 ms a file when warm. `noqa` is blanked: no program switches its judge off. */
export const ruff: Linter = {
  id: 'ruff',
  syntaxErrors(file) {
    return this.lint([file], 'ignored').errors.filter(({ reason }) => reason === 'syntax-error');
  },
  lint(files) {
    workspace ??= new Workspace(
      { 'target-version': 'py313', lint: { select: [...errors, ...warnings], ignore: ignored } },
      PositionEncoding.Utf16,
    );
    const result: LintResult = { errors: [], warnings: [] };
    for (const { file, code } of files) {
      for (const diagnostic of diagnostics.parse(workspace.check(code.replaceAll(/noqa/gi, 'no_a')))) {
        const finding: Finding = {
          file,
          line: diagnostic.start_location.row,
          column: diagnostic.start_location.column,
          rule: diagnostic.code ?? 'syntax',
          message: diagnostic.message,
        };
        if (isSyntax(diagnostic.code)) result.errors.push({ ...finding, reason: 'syntax-error' });
        else if (isError(diagnostic.code)) result.errors.push({ ...finding, reason: 'lint-error' });
        else result.warnings.push(finding);
      }
    }
    return result;
  },
};

const isError = (code: string | null) => errors.some((prefix) => code?.startsWith(prefix));

/** Syntax errors carry no rule code, or one that is not in capitals. */
const isSyntax = (code: string | null) => code === null || !/^[A-Z]+\d/.test(code);
