import type { Alteration } from '@seedmill/contracts';
import {
  type Change,
  changed,
  endOfArgument,
  nextToken,
  splitArguments,
  withOtherLiteral,
} from '../common/literals.ts';

const MACRO = /^((?:debug_)?assert(?:_eq|_ne)?)(\s*!\s*)([([{])([\s\S]*)([)\]}])$/;

/** Calls that only make a value of their arguments. */
const MAKERS =
  /\b(?:Some|Ok|Err|vec!|String::from|Box::new|Rc::new|[A-Z]\w*(?:::[A-Z]\w*)?)\s*[([]|\.(?:to_string|to_owned|into|to_vec|clone|collect)\(\)/g;

/** The same value with another literal, where the text alone says what value it is. */
function other(side: string): string | null {
  const rest = side.replace(/b?"(?:\\.|[^"\\])*"/g, '""').replace(MAKERS, '(');
  return /[\w>]\s*!?\s*\(|[a-z_]\w*\s*!/.test(rest) || /\|/.test(rest) ? null : withOtherLiteral(side);
}

/** Of two sides that must be equal, the one that says what is expected is changed; null where neither says. */
function unequal(left: string, right: string): [string, string] | null {
  const changed = other(right);
  if (changed !== null) return [left, changed];
  const first = other(left);
  return first === null ? null : [first, right];
}

const COMPARISON = /^((?:[^=!<>&|"']|"(?:\\.|[^"\\])*")*)==((?:[^=!<>&|"']|"(?:\\.|[^"\\])*")*)$/;

type Altered = Pick<Change, 'text' | 'exact'>;

/** `assert!`, `assert_eq!`, `assert_ne!`: what holds for an honest program does so no more. */
export function alterAssertion(text: string): Altered {
  const [, name = '', bang = '', open = '', inner = '', close = ''] = MACRO.exec(text) ?? [];
  const [first, second = '', ...words] = splitArguments(inner);
  if (first === undefined) return { text, exact: false };
  const rebuilt = (exact: boolean, macro: string, values: string[]): Altered => ({
    text: `${macro}${bang}${open}${values.join(',')}${close}`,
    exact,
  });

  if (name.endsWith('_ne')) return rebuilt(false, name.replace('_ne', '_eq'), [first, second, ...words]);
  if (name.endsWith('_eq')) {
    const sides = unequal(first, second);
    if (sides !== null) return rebuilt(true, name, [...sides, ...words]);
    return rebuilt(false, name.replace('_eq', '_ne'), [first, second, ...words]);
  }
  const rest = second === '' ? [] : [second, ...words];
  const [, left, right] = COMPARISON.exec(first) ?? [];
  const sides = left === undefined || right === undefined ? null : unequal(left, right);
  return rebuilt(sides !== null, name, [sides === null ? `!(${first})` : sides.join('=='), ...rest]);
}

const ASSERTION = /\b(?:debug_)?assert(?:_eq|_ne)?\s*!\s*[([{]/y;
const SHOULD_PANIC = /#\s*\[\s*should_panic\b[^\]]*\]/y;
/** A condition that leads straight to a failure. */
const GUARD =
  /(?<=\bif\s+)(?!let\b)[^\s{}][^{}]*?(?=\s*\{\s*(?:e?print(?:ln)?![^;]*;\s*)*(?:panic!|(?:return\s+)?Err\(|return\s+(?:\w+::)*ExitCode::FAILURE|(?:std::)?process::(?:exit\(\s*(?!0\s*\))|abort\()))/y;

function changeAt(text: string, start: number): Change | null {
  const matched = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = start;
    return pattern.exec(text)?.[0];
  };
  const assertion = matched(ASSERTION);
  if (assertion !== undefined) {
    const end = endOfArgument(text, start + assertion.length, '') + 1;
    return { start, end, ...alterAssertion(text.slice(start, end)) };
  }
  const attribute = matched(SHOULD_PANIC);
  if (attribute !== undefined) {
    return { start, end: start + attribute.length, text: '#[allow(dead_code)]', exact: false };
  }
  const condition = matched(GUARD);
  if (condition === undefined) return null;
  const [left = '', right] = condition.split('!=');
  const sides = right === undefined || /&&|\|\|/.test(condition) ? null : unequal(left, right);
  const altered = sides?.join('!=') ?? `(${condition}) || true`;
  return { start, end: start + condition.length, text: altered, exact: sides !== null };
}

/** The text of a suite with other values expected; where it names none, what it asserts is denied. */
export function alterRust(text: string): string {
  const changes: Change[] = [];
  for (let at = 0; at < text.length; ) {
    const found = /\w/.test(text[at - 1] ?? ' ') ? null : changeAt(text, at);
    if (found !== null) changes.push(found);
    at = found?.end ?? nextToken(text, at);
  }
  return changed(text, changes);
}

export const rustAlterations: readonly Alteration[] = [{ find: '(source_file) @it', alter: alterRust }];
