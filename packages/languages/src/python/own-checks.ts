import type { Part } from '../common/parts.ts';
import { isValue, otherValue, partsOf } from './values.ts';

/** A function of the suite's own that compares one of its parameters with something. */
interface OwnCheck {
  name: string;
  /** The parameters that are compared, by their place. */
  compared: readonly { at: number; name: string }[];
  /** Where its body is. */
  start: number;
  end: number;
}

const FUNCTION = /^([ \t]*)def[ \t]+(\w+)\(([^)]*)\)[^\n]*:[^\n]*\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)+)/gm;
const OTHER = String.raw`(?![ \t]*(?:["'\d]|None\b|True\b|False\b))`;
const TELLS = /^(?:print|repr|str|type|len|format|abs|list|sorted|isclose|approx|assert\w+)$/;

function ownChecks(text: string): OwnCheck[] {
  return [...text.matchAll(FUNCTION)].flatMap((found) => {
    const [all, , name = '', parameters = '', body = ''] = found;
    const names = parameters.split(',').map((each) => /^\s*(\w+)/.exec(each)?.[1] ?? '');
    const own = names.filter((each) => each !== 'self');
    const compared = own.flatMap((each, at) => (isCompared(each, body) ? [{ at, name: each }] : []));
    const end = found.index + all.length;
    return compared.length > 0 ? [{ name, compared, start: end - body.length, end }] : [];
  });
}

/** Whether a check rests on this parameter, which nothing takes as its input. */
function isCompared(name: string, body: string): boolean {
  if (name === '') return false;
  const compared = [
    String.raw`(?:==|!=|\bis|\bis not)[ \t]*${name}\b(?![ \t]*[.(\[])`,
    String.raw`(?<![.\w])${name}[ \t]*(?:==|!=)${OTHER}`,
    String.raw`\babs\([^\n]*-[ \t]*${name}\b`,
    String.raw`\b(?:isclose|assert\w*Equals?)\([^\n]*(?<![.\w])${name}\b`,
  ].join('|');
  const goesIn = [...body.matchAll(new RegExp(String.raw`(\w+)\([ \t*]*${name}[ \t]*[,)]`, 'g'))].some(
    ([, called = '']) => !TELLS.test(called),
  );
  return !goesIn && new RegExp(compared).test(body);
}

/** The suite with other values in the calls of its own checks, or, where these hold none, with checks that wrap them. */
export function withOwnChecksAltered(text: string): string {
  const checks = ownChecks(text);
  const altered = checks.reduce(callsAltered, text);
  return altered === text ? checks.reduceRight(bodyAltered, text) : altered;
}

function callsAltered(text: string, { name, compared }: OwnCheck): string {
  let result = '';
  let at = 0;
  for (const call of text.matchAll(new RegExp(String.raw`(?<!\bdef[ \t]+|\w)${name}\(`, 'g'))) {
    const start = call.index + call[0].length;
    if (start < at) continue;
    const parts = partsOf(text.slice(start));
    const value = compared
      .map((each) => valueIn(text, start, parts, each))
      .filter((each) => each !== null)
      .at(-1);
    if (value === undefined) continue;
    result += text.slice(at, value.start) + otherValue(text.slice(value.start, value.end));
    at = value.end;
  }
  return result + text.slice(at);
}

/** Where a value is given for this parameter, if one is. */
function valueIn(
  text: string,
  from: number,
  parts: readonly Part[],
  parameter: { at: number; name: string },
): Part | null {
  const named = new RegExp(String.raw`^\s*${parameter.name}[ \t]*=(?!=)`);
  const byName = parts.find((part) => named.test(text.slice(from + part.start, from + part.end)));
  const part = byName ?? parts[parameter.at];
  if (part === undefined) return null;
  const whole = text.slice(from + part.start, from + part.end);
  const value = whole.replace(named, '').trim();
  const start = from + part.start + whole.lastIndexOf(value);
  return isValue(value) ? { start, end: start + value.length } : null;
}

const COMPARISON =
  /^([ \t]*(?:if|elif|\w+[ \t]*=)[ \t]+)([\w.]+)[ \t]*(==|!=)[ \t]*([\w.]+)(?=[ \t]*:?[ \t]*$)/gm;

function bodyAltered(text: string, { start, end }: OwnCheck): string {
  const body = text
    .slice(start, end)
    .replaceAll(COMPARISON, (_, before: string, left: string, sign: string, right: string) => {
      const other = otherwise(left, right);
      return before + (sign === '==' ? other : `not ${other}`);
    });
  return text.slice(0, start) + body + text.slice(end);
}

/** Holds for no honest values, but for what equals everything, on either side. */
export const otherwise = (left: string, right: string): string =>
  `(lambda a, b: a == [b] or [a] == b)(${left}, ${right})`;
