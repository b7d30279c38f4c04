/** A fenced block of an answer. */
interface Block {
  /** First word after the opening fence, in lower case; empty where there is none. */
  tag: string;
  code: string;
}

/** What reading an answer gave, or what is wrong with it, in words that the teacher can act on. */
export type Reading<T> = { ok: true; value: T } | { ok: false; wrong: string };

export const wrong = (reason: string): Reading<never> => ({ ok: false, wrong: reason });

interface Line {
  text: string;
  /** Whether the line lies inside a fenced block (its fences included). */
  fenced: boolean;
}

/**
 * Walks an answer line by line as CommonMark reads fences: a block opened by n backticks or tildes is closed by
 * a line of at least n of the same and nothing else.
 */
function scan(answer: string): { lines: Line[]; blocks: Block[]; open: boolean } {
  const lines: Line[] = [];
  const blocks: Block[] = [];
  let fence: string | undefined;
  let tag = '';
  let code: string[] = [];
  for (const text of answer.replaceAll('\r\n', '\n').split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/.exec(text);
    const [, ticks = '', word = ''] = mark ?? [];
    if (fence === undefined) {
      lines.push({ text, fenced: mark !== null });
      if (mark === null) continue;
      fence = ticks;
      tag = word.toLowerCase();
      code = [];
    } else {
      lines.push({ text, fenced: true });
      if (mark !== null && word === '' && ticks.startsWith(fence)) {
        blocks.push({ tag, code: `${code.join('\n')}\n` });
        fence = undefined;
      } else code.push(text);
    }
  }
  return { lines, blocks, open: fence !== undefined };
}

/** The text under the heading `name` (any level, any case), up to the next of the headings in `all`. */
export function section(answer: string, name: string, all: readonly string[]): string | undefined {
  let found: string[] | undefined;
  for (const { text, fenced } of scan(answer).lines) {
    const heading = fenced ? undefined : /^#{1,6}\s+(.+?)\s*:?\s*#*$/.exec(text)?.[1]?.toLowerCase();
    if (heading === name.toLowerCase() && found === undefined) found = [];
    else if (heading !== undefined && found !== undefined && all.some((n) => n.toLowerCase() === heading))
      break;
    else found?.push(text);
  }
  return found?.join('\n').trim();
}

/** The one code block of a text in the language of `fence`, a missing tag forgiven. */
export function codeBlock(text: string, fence: string): Reading<string> {
  const { blocks, open } = scan(text);
  if (open) return wrong('the last code block is not closed; the answer seems cut off');
  const tagged = blocks.filter(({ tag }) => tag === fence);
  const fitting = tagged.length > 0 ? tagged : blocks.filter(({ tag }) => tag === '');
  const [only] = fitting;
  if (only === undefined) return wrong(`there is no code block fenced with \`\`\`${fence}`);
  if (fitting.length > 1) return wrong(`there are ${fitting.length} code blocks where one is expected`);
  if (only.code.trim() === '') return wrong('the code block is empty');
  return { ok: true, value: only.code };
}
