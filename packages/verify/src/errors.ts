import { AppError } from '@seedmill/contracts';

/** A suite whose text cannot be analysed: no verdict can stand on it, for neither its tests nor its control are known. */
export const suiteUnreadable = (message: string): AppError =>
  new AppError(
    'SUITE_UNREADABLE',
    'fix-input',
    `The suite cannot be analysed: ${message}.`,
    'Make the suite simpler, or split it into several files.',
  );

/**
 * Why a program cannot be prepared for what its own text is like; null for any other error. Text that is nested ever
 * deeper is more than any parser's stack holds, which shows as a RangeError.
 */
export function unreadable(error: unknown): string | null {
  if (error instanceof AppError && error.code === 'SUITE_UNREADABLE') return error.message;
  return error instanceof RangeError ? `The program is nested too deeply (${error.message}).` : null;
}
