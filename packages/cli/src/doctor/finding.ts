import { AppError, messageOf } from '@seedmill/contracts';

/** One thing that Seedmill needs. */
export interface Finding {
  name: string;
  found: boolean;
  /** Version or place where it was found, else what is the matter. */
  detail: string;
  /** It works, but is less than it could be; `detail` says what that costs. */
  weaker?: true;
  /** The command that mends it. */
  mend?: string;
}

/** Looks for one thing; what it throws is what is the matter. */
export async function look(name: string, detail: () => Promise<string>): Promise<Finding> {
  try {
    return { name, found: true, detail: await detail() };
  } catch (error) {
    return missing(name, error);
  }
}

/** What was thrown, as a finding. */
export const missing = (name: string, error: unknown): Finding => ({
  name,
  found: false,
  detail: messageOf(error),
  ...(error instanceof AppError ? { mend: error.hint } : {}),
});

const STATE_WIDTH = 9;
const NAME_WIDTH = 22;
/** Where less is left beside state and name, the detail goes below them. */
const LEAST_BESIDE = 40;

/** A finding for people, broken into lines of at most `columns`, between words. */
export function linesOf({ name, found, weaker, detail, mend }: Finding, columns: number): string {
  const state = (found ? (weaker ? 'weaker' : 'ok') : 'missing').padEnd(STATE_WIDTH);
  const texts = mend === undefined ? [detail] : [detail, `→ ${mend}`];
  const beside = columns - STATE_WIDTH - NAME_WIDTH >= LEAST_BESIDE;
  const margin = ' '.repeat(STATE_WIDTH + (beside ? NAME_WIDTH : 0));
  const lines = texts.flatMap((text) => wrap(text, columns - margin.length)).map((line) => margin + line);
  return beside
    ? (state + name.padEnd(NAME_WIDTH) + lines.join('\n').trimStart()).trimEnd()
    : [state + name, ...lines].join('\n');
}

/** A word that is longer than a line stays whole: it may be a command or a path to be copied. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
