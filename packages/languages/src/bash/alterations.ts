/** A word without expansions: quoted in any way, or bare. */
const LITERAL = String.raw`\$?'[^']*'|"(?:[^"$\x60\\]|\\.)*"|[-+\w.,:/%@]+`;
/** A word with something fixed in it: a literal, or a pattern around literals. */
const WORD = String.raw`(?:\$?'[^']*'|"(?:[^"\\]|\\.)*"|[^\s;"'()|&]|\\.)+`;

/** `[ … = … ]`, `[[ … ]]`, `test …`: what stands before the left side, the sides, and what stands between. */
const COMPARISON = new RegExp(
  String.raw`(\[\[?[ \t]+(?:![ \t]+)?|\btest[ \t]+|(?:&&|\|\||-a|-o)[ \t]+)(\S|\S[^\n]*?\S)([ \t]+(?:==?|!=|=~|-eq|-ne)[ \t]+)(${WORD})(?=[ \t]*(?:\]|&&|\|\||;|$|-a|-o))`,
  'gm',
);
const ARITHMETIC = /((?:^|[^$])\(\([ \t]*)([^\n]*?)([ \t]*(?:==|!=)[ \t]*)(-?\d+)(?=[ \t]*\)\))/g;
const GREP = new RegExp(
  String.raw`(\bgrep[ \t]+(?:-\w*q\w*|--quiet)[ \t]+(?:-[\w-]+[ \t]+)*)(${LITERAL})`,
  'g',
);
const EXPECTED = new RegExp(
  String.raw`(\b(?:expected|want|wanted|answer)\w*=)(${LITERAL})(?=[ \t]*(?:;|$))`,
  'gm',
);
/** Calls of a suite's own or a framework's checks, up to their arguments. */
const CHECK =
  /(?:^|[;{]|&&|\|\||\b(?:then|do|else)[ \t])[ \t]*(?:assert|check|expect|verify|should|equals?|test_case|run_case)\w*[ \t]+(?!\()/gim;
const HEREDOC =
  /^([^\n]*\b(?:assert|check|expect|want|diff)[^\n]*<<-?[ \t]*['"]?(\w+)['"]?[^\n]*\n)([\s\S]*?)(?=\n[ \t]*\2$)/gm;
/** What tells how a command ended, which is no proof of what it printed. */
const STATUS = /^"?\$(?:\{?(?:status|rc|ret|retval|code|exit_?(?:code|status))\}?|\?)"?$/;
/** A variable that the suite itself counts with or sets: to alter what is asked of it too would undo the rest. */
function isFlag(suite: string, side: string): boolean {
  const name = /^"?\$?\{?(\w+)\}?"?$/.exec(side)?.[1];
  if (name === undefined) return false;
  const set = String.raw`\b${name}=(?:["']?\w*["']?(?=\s|;|$)|\$\(\()`;
  const counted = String.raw`\(\([ \t]*(?:\+\+)?${name}[ \t]*[-+]`;
  const computed = String.raw`\b${name}="?(?:\$\((?!\()|\x60)`;
  return new RegExp(`${set}|${counted}`, 'm').test(suite) && !new RegExp(computed).test(suite);
}
const LOOP = /\b(?:while|until)[ \t]+(?:![ \t]*)?$/;

/** Another text of the same look. */
function anotherText(text: string): string {
  const swap: Record<string, string> = {
    true: 'false',
    false: 'true',
    yes: 'no',
    no: 'yes',
    True: 'False',
    False: 'True',
  };
  const swapped = swap[text];
  if (swapped !== undefined) return swapped;
  const last = /[a-z0-9](?=[^a-z0-9]*$)/i.exec(text);
  if (last === null) return `${text}x`;
  const before = text.slice(0, last.index);
  // The letter of an escape such as \n stays.
  if (before.endsWith('\\')) return `${before.slice(0, -1)}x${text.slice(last.index - 1)}`;
  return before + another(last[0]) + text.slice(last.index + 1);
}

const another = (character: string): string =>
  /\d/.test(character)
    ? String(character === '0' ? 1 : Number(character) - 1)
    : String.fromCharCode(character.charCodeAt(0) + (/z/i.test(character) ? -1 : 1));

/** Alters what is fixed in one word; a word that is nothing but expansions stays. */
function anotherWord(word: string): string {
  const quoted = /(\$?'|")((?:[^"'\\]|\\.|(?<=')[^']*|(?!\1)['"])*)(['"])/.exec(word);
  if (quoted !== null) {
    const [whole, open = '', inside = '', close = ''] = quoted;
    if (/[$\x60]/.test(inside) && open === '"') return word;
    return word.replace(whole, () => open + anotherText(inside) + close);
  }
  return /[$\x60]/.test(word) || !/\w/.test(word) ? word : anotherText(word);
}

/** Where the word ends that starts at `at`: at a blank or an operator outside quotes and substitutions. */
function endOfWord(text: string, at: number): number {
  const open: string[] = [];
  let end = at;
  for (; end < text.length; end += 1) {
    const character = text[end];
    const inside = open.at(-1);
    if (character === '\\') end += 1;
    else if (character === "'" && inside !== '"') end = closingQuote(text, end);
    else if (character === '"' && inside === '"') open.pop();
    else if (character === '"') open.push('"');
    else if (text.startsWith('$(', end)) {
      open.push('(');
      end += 1;
    } else if (character === '(' && inside === '(') open.push('(');
    else if (character === ')' && inside === '(') open.pop();
    else if (inside === undefined && /[\s;&|()]/.test(character ?? '')) break;
  }
  return Math.min(end, text.length);
}

function closingQuote(text: string, at: number): number {
  const close = text.indexOf("'", at + 1);
  return close < 0 ? text.length : close;
}

const WHOLE_LITERAL = new RegExp(`^(?!-\\D)(?:${LITERAL})$`);

/** Alters every literal among the arguments of checks, but for their options. */
function alterChecks(block: string): string {
  let result = '';
  let at = 0;
  for (const { 0: call, index } of block.matchAll(CHECK)) {
    if (index < at) continue;
    result += block.slice(at, index + call.length);
    at = index + call.length;
    while (/[^\n;&|()]/.test(block[at] ?? '\n')) {
      const end = endOfWord(block, at);
      const word = block.slice(at, end);
      result += WHOLE_LITERAL.test(word) ? anotherWord(word) : word;
      const blank = /^(?:[ \t]|\\\n)*/.exec(block.slice(end))?.[0] ?? '';
      result += blank;
      at = end + blank.length;
    }
  }
  return result + block.slice(at);
}

/** What a block of a suite says of results; `null` where it says nothing. */
function alterResults(block: string, suite: string): string {
  const altered = block
    .replace(COMPARISON, (whole, open: string, left: string, operator: string, right: string, at: number) => {
      if (STATUS.test(left) || isFlag(suite, left) || left.includes('$#') || LOOP.test(block.slice(0, at)))
        return whole;
      if (/[$\x60]/.test(left)) return open + left + operator + anotherWord(right);
      return /[$\x60]/.test(right) ? open + anotherWord(left) + operator + right : whole;
    })
    .replace(ARITHMETIC, (whole, open: string, left: string, operator: string, value: string) =>
      isFlag(suite, left) ? whole : open + left + operator + anotherText(value),
    )
    .replace(GREP, (_, open: string, value: string) => open + anotherWord(value))
    .replace(EXPECTED, (_, open: string, value: string) => open + anotherWord(value))
    .replace(HEREDOC, (_, open: string, _name, body: string) => open + anotherText(body));
  return alterChecks(altered);
}

/** What a block says of how commands ended. */
const alterStatus = (block: string): string =>
  block
    .replace(COMPARISON, (whole, open: string, left: string, operator: string, right: string) =>
      STATUS.test(left) ? open + left + operator + anotherWord(right) : whole,
    )
    .replace(/\bassert_(success|failure)\b([ \t]+\d+)?/g, (_, which: string) =>
      which === 'success' ? 'assert_failure' : 'assert_success',
    )
    .replace(
      /(\[\[?[ \t]+)-([zn])([ \t]+"?\$\{?(?:output|result))/g,
      (_, open: string, which: string, rest: string) => `${open}-${which === 'z' ? 'n' : 'z'}${rest}`,
    );

/**
 * A suite that expects something else: test by test, other results; where a test speaks only of how a command ended,
 * another ending. What is given to the program stays.
 */
export function alterBash(suite: string): string {
  const altered = suite
    .split(/^(?=[ \t]*@test\b)/m)
    .map((block) => {
      const altered = alterResults(block, suite);
      return altered === block ? alterStatus(block) : altered;
    })
    .join('');
  return altered === suite ? alterHelpers(suite) : altered;
}

const BOTH_COMPUTED =
  /(\[\[?[ \t]+(?:![ \t]+)?"?\$(?![#?])[^\n;|&]*?[ \t]+(==?|!=|-eq|-ne)[ \t]+)("?\$\{?\w[^\s;]*)(?=[ \t]*\])/g;

/** Where a suite writes nothing down beside its checks, these compare to something else. */
const alterHelpers = (suite: string): string =>
  suite.replace(
    BOTH_COMPUTED,
    (_, open: string, operator: string, value: string) =>
      `${open}${value}${operator.startsWith('-') ? '1' : 'x'}`,
  );
