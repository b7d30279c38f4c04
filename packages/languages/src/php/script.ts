/** What is no code: strings, comments, heredocs, text outside of `<?php`; and names that only look like one. */
const NO_CODE = [
  String.raw`'(?:[^'\\]|\\[\s\S])*'`,
  String.raw`"(?:[^"\\]|\\[\s\S])*"`,
  String.raw`\/\/[^\n]*`,
  String.raw`#(?!\[)[^\n]*`,
  String.raw`\/\*[\s\S]*?\*\/`,
  String.raw`<<<\s*['"]?(\w+)['"]?\n[\s\S]*?\n\s*\1\b`,
  String.raw`\?>[\s\S]*?(?:<\?(?:php|=)|$)`,
  String.raw`(?:->|::|\$|\bfunction\s+)\s*(?:exit|die|assert)\b`,
].join('|');
const EXIT = new RegExp(String.raw`${NO_CODE}|\b(?:exit|die)\b(\s*\()?`, 'gi');
const ASSERT = new RegExp(String.raw`${NO_CODE}|\\?\bassert\b(?=\s*\()`, 'gi');

/**
 * Makes a throw of every `exit` and `die` in a plain script: PHP does not tell who ended a process, so this is how the
 * runner knows that it was the script itself, and with which status. Lines stay where they are.
 */
export function exitsAsThrows(script: string): string {
  return script.replace(EXIT, (text: string, _heredoc: string | undefined, opening: string | undefined) => {
    if (!/^(?:exit|die)\b/i.test(text)) return text;
    return `throw new \\Seedmill\\Leaving${opening ?? ''}`;
  });
}

/** Makes a call of the runner of every `assert`: PHP's own does nothing where a program has turned it off. */
export function assertsAsChecks(suite: string): string {
  return suite.replace(ASSERT, (text) => (/^\\?assert$/i.test(text) ? '\\Seedmill\\check' : text));
}
