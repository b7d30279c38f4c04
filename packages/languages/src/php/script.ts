/** What is no code: strings, comments, heredocs, text outside of `<?php`; and names that only look like one. */
const NO_CODE = [
  String.raw`'(?:[^'\\]|\\[\s\S])*'`,
  String.raw`"(?:[^"\\]|\\[\s\S])*"`,
  String.raw`\/\/[^\n]*`,
  String.raw`#(?!\[)[^\n]*`,
  String.raw`\/\*[\s\S]*?\*\/`,
  String.raw`<<<\s*['"]?(\w+)['"]?\r?\n[\s\S]*?\n\s*\1\b`,
  String.raw`\?>[\s\S]*?(?:<\?(?:php|=)|$)`,
  String.raw`(?:->|::|\$|\bfunction\s+)\s*(?:exit|die|return|assert|function|class|trait|enum)\b`,
].join('|');
const LEAVES = new RegExp(
  String.raw`${NO_CODE}|\b(?:exit|die)\b(?:\s*\()?|\breturn\b(?=\s*(;|\?>|$))|\breturn\b|\b(?:function|class|trait|enum)\b|[{};]`,
  'gi',
);
const ASSERT = new RegExp(String.raw`${NO_CODE}|\\?\bassert\b(?=\s*\()`, 'gi');

/** What the runner's function wants to be told; only the text of the script itself can say it. */
const LEAVE = String.raw`\Seedmill\leave(\Seedmill\Wish::Leave`;

/**
 * Makes a call of the runner of every `exit`, `die` and `return` of a plain script, outside of its functions: PHP does
 * not tell who ended a process, so this is how the runner knows that it was the script itself, where, and with which
 * status. Lines stay where they are.
 */
export function leavesAsCalls(script: string): string {
  // Of the braces that are open: whether they hold what is declared, a function or a class.
  const open: boolean[] = [];
  let declares = false;
  return script.replace(LEAVES, (text: string, _heredoc: string | undefined, alone: string | undefined) => {
    if (/^(?:exit|die)\b/i.test(text)) return text.endsWith('(') ? `${LEAVE}, ` : `${LEAVE})`;
    if (/^return\b/i.test(text) && !open.includes(true)) {
      return `return ${LEAVE})${alone === undefined ? ' ??' : ''}`;
    }
    if (text === '{') open.push(declares);
    if (text === '}') open.pop();
    if (/^[{;]$/.test(text)) declares = false;
    if (/^(?:function|class|trait|enum)$/i.test(text)) declares = true;
    return text;
  });
}

/** Makes a call of the runner of every `assert`: PHP's own does nothing where a program has turned it off. */
export function assertsAsChecks(suite: string): string {
  return suite.replace(ASSERT, (text) => (/^\\?assert$/i.test(text) ? '\\Seedmill\\check' : text));
}
