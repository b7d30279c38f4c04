/** How models mark what they think before they answer. */
const TAGS = 'think|thinking|thought|reasoning';
const BLOCK = new RegExp(`^\\s*<(${TAGS})>[\\s\\S]*?</\\1>`, 'i');
/** Chat templates may put the opening tag into the prompt: then only its end is in the answer. */
const END_ALONE = new RegExp(`^(?:(?!<(?:${TAGS})>)[\\s\\S])*?</(?:${TAGS})>`, 'i');
const OPEN = new RegExp(`^\\s*<(?:${TAGS})>`, 'i');

/**
 * An answer without the thoughts before it, which may hold drafts of everything that is looked for. Null where the
 * thoughts never end: then there is no answer.
 */
export function withoutThinking(answer: string): string | null {
  const block = BLOCK.exec(answer);
  if (block !== null) return withoutThinking(answer.slice(block[0].length));
  if (OPEN.test(answer)) return null;
  const end = END_ALONE.exec(answer);
  return end === null || insideCode(answer, end[0].length) ? answer : answer.slice(end[0].length);
}

/** Whether a place lies in a fenced block that is closed behind it: a tag there is a part of the code. */
function insideCode(answer: string, at: number): boolean {
  const fences = (text: string): number => text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
  return fences(answer.slice(0, at)) % 2 === 1 && fences(answer.slice(at)) % 2 === 1;
}
