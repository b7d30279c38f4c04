/**
 * What should happen next. `retry`: the same work may succeed later. `fix-input`: what the user gave is
 * wrong. `fix-setup`: something around us is missing or refuses; trying again alone will not help.
 */
export type Remedy = 'retry' | 'fix-input' | 'fix-setup';

/**
 * A failure we foresaw. `code` is stable: alerts and tests match on it. `problem` is one sentence on what is
 * the matter; `hint` is what to do, best of all a command to type.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly remedy: Remedy;
  readonly hint: string;
  /** Of a `retry`: what the other side asks to wait before the next try, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: string,
    remedy: Remedy,
    problem: string,
    hint: string,
    options: ErrorOptions & { retryAfterMs?: number | undefined } = {},
  ) {
    super(problem, options);
    this.retryAfterMs = options.retryAfterMs;
    this.code = code;
    this.remedy = remedy;
    this.hint = hint;
  }
}

/** The message of anything thrown, without its stack. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || error.name;
}
