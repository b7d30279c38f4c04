import type { Part } from '../common/parts.ts';
import { isValue, otherRubyValue, partsOf } from './values.ts';

const METHOD = /^([ \t]*)def[ \t]+(?:self\.)?(\w+[?!]?)[ (]([^)\n]*)\)?[ \t]*\n([\s\S]*?)^\1end\b/gm;
const TELLS = /^(?:puts|print|p|inspect|raise|abort|fail|warn|format|assert\w*|eq|abs)$/;

/** A method of the suite's own that compares one of its parameters, each by its place. */
interface OwnCheck {
  name: string;
  compared: readonly number[];
}

function ownChecks(text: string): OwnCheck[] {
  return [...text.matchAll(METHOD)].flatMap(([, , name = '', parameters = '', body = '']) => {
    const names = parameters.split(',').map((each) => /^\s*(\w+)(?!\w*:)/.exec(each)?.[1] ?? '');
    const compared = names.flatMap((each, at) => (isCompared(each, body) ? [at] : []));
    return compared.length > 0 ? [{ name, compared }] : [];
  });
}

/** Whether a check rests on this parameter, which nothing takes as its input. */
function isCompared(name: string, body: string): boolean {
  if (name === '') return false;
  const compared = [
    String.raw`(?:==|!=|\beql\?|\bequal\?)[ (]*${name}(?![\w.[(])`,
    String.raw`(?<![.\w])${name}[ \t]*(?:==|!=)(?![ \t]*(?:["'\d:]|nil\b|true\b|false\b))`,
    String.raw`\bassert_equal\b[ (]+(?:[^\n]*,[ \t]*)?${name}(?![\w.[(])`,
    String.raw`-[ \t]*${name}\)\.abs`,
  ].join('|');
  const goesIn = [...body.matchAll(new RegExp(String.raw`([\w?!]+)\([ \t*]*${name}[ \t]*[,)]`, 'g'))].some(
    ([, called = '']) => !TELLS.test(called),
  );
  return !goesIn && new RegExp(compared).test(body);
}

/** The suite with other values in the calls of its own checks. */
export const withOwnChecksAltered = (text: string): string => ownChecks(text).reduce(callsAltered, text);

function callsAltered(text: string, { name, compared }: OwnCheck): string {
  const call = new RegExp(
    String.raw`(?<!\bdef[ \t]+(?:self\.)?|[\w:])${name.replace('?', '\\?')}(\(|[ \t]+(?=\S))`,
    'g',
  );
  let result = '';
  let at = 0;
  for (const found of text.matchAll(call)) {
    const start = found.index + found[0].length;
    if (start < at) continue;
    const parts = partsOf(text.slice(start), found[1] !== '(');
    const value = compared.flatMap((each) => valueIn(text, start, parts[each])).at(-1);
    if (value === undefined) continue;
    result += text.slice(at, value.start) + otherRubyValue(text.slice(value.start, value.end));
    at = value.end;
  }
  return result + text.slice(at);
}

/** The value that this part is, if it is one. */
function valueIn(text: string, from: number, part: Part | undefined): Part[] {
  if (part === undefined) return [];
  const whole = text.slice(from + part.start, from + part.end);
  const value = whole.trim();
  const start = from + part.start + whole.indexOf(value);
  return isValue(value) ? [{ start, end: start + value.length }] : [];
}
