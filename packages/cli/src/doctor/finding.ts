import { AppError, messageOf } from '@seedmill/contracts';

/** One thing that Seedmill needs. */
export interface Finding {
  name: string;
  found: boolean;
  /** Version or place where it was found, else what is the matter. */
  detail: string;
  /** The command that mends it. */
  mend?: string;
}

/** Looks for one thing; what it throws is what is the matter. */
export async function look(name: string, detail: () => Promise<string>): Promise<Finding> {
  try {
    return { name, found: true, detail: await detail() };
  } catch (error) {
    return {
      name,
      found: false,
      detail: messageOf(error),
      ...(error instanceof AppError ? { mend: error.hint } : {}),
    };
  }
}
