import { blockAt, type Dialect, endings, type Range, within } from '../common/endings.ts';
import { type Change, changed, nextToken } from '../common/literals.ts';

const DIALECT: Dialect = {
  fails:
    /^(?:throw\b|(?:\w+\.)*fail\s*\(|assert\s+false|(?:(?:java\.lang\.)?System\.)?exit\s*\(\s*-?[1-9]|Runtime\.getRuntime\(\)\.(?:exit|halt)\s*\(\s*-?[1-9])/,
  prints: /^System\.(?:out|err)\.\w+\s*\(/,
};

const METHOD = /\b(\w+)\s*\([^(){};]*\)\s*(?:throws\s+[\w.,\s]+)?\{/g;
const NO_METHOD = /^(?:if|for|while|switch|catch|synchronized|try)$/;
const EXIT = /(?<![\w.])(?:java\.lang\.)?System\s*\.\s*exit(?=\s*\((?!\s*-?[1-9]))/y;
const RETURN = /\breturn\s*;/y;
const NEW = /\bnew\s+[\w.]+(?:<[^;{}()]*>)?\s*\([^;{}]*\)\s*$/;
const LOCAL = /\b(?:class|record|interface|enum)\s+\w+[^;{}]*$/;

/** Whether the block that opens here is the body of a lambda, or of a class inside. */
function isOfItsOwn(text: string, block: Range, open: number): boolean {
  const before = text.slice(block.start, open).replace(/\s+$/, '');
  const statement = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1);
  if (before.endsWith('->')) return !/\b(?:case\b|default\s*->$)/.test(statement);
  return NEW.test(before) || LOCAL.test(statement);
}

/**
 * A plain program that leaves with 0 before its end has not passed: wherever it may, it does so by a method of ours
 * that says nothing to the runner.
 */
export function scriptOf(script: string): string {
  const text = withPlainExits(script);
  if (!/\bexit\b|\breturn\b/.test(text)) return text;
  const methods = [...text.matchAll(METHOD)].flatMap(({ 1: name = '', 0: head, index }) =>
    NO_METHOD.test(name) ? [] : [{ name, block: blockAt(text, index + head.length - 1) }],
  );
  const mains = methods.filter(({ name }) => name === 'main');
  const ends = mains.flatMap(({ block }) => endings(text, block, DIALECT));
  const helpers = methods.filter(({ name }) => {
    const uses = [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))];
    return name !== 'main' && uses.length === 2 && uses.some(({ index }) => within(ends, index));
  });
  const allowed = [...ends, ...helpers.flatMap(({ block }) => endings(text, block, DIALECT))];
  const changes: Change[] = [];
  for (let at = 0; at < text.length; at = nextToken(text, at)) {
    EXIT.lastIndex = at;
    const [exit] = EXIT.exec(text) ?? [];
    if (exit === undefined || within(allowed, at)) continue;
    changes.push({ start: at, end: at + exit.length, text: 'seedmill.Altered.leave', exact: true });
  }
  for (const { block } of mains) changes.push(...returns(text, block, allowed));
  return changed(text, changes);
}

const RUNTIME = /\b(?:java\.lang\.)?Runtime\s*\.\s*getRuntime\s*\(\s*\)\s*\.\s*(?:exit|halt)(?=\s*\()/g;
const IMPORTED = /\bimport\s+static\s+java\.lang\.System\s*\.\s*(?:exit|\*)\s*;/;

/** Whatever way a program has to end itself, it is `System.exit`. */
function withPlainExits(text: string): string {
  const plain = text.replace(RUNTIME, 'System.exit');
  return IMPORTED.test(text) && !/\bvoid\s+exit\s*\(/.test(text)
    ? plain.replace(/(?<![\w.]|\bstatic\s+java\.lang\.System\s*\.\s*)exit(?=\s*\()/g, 'System.exit')
    : plain;
}

function returns(text: string, block: Range, allowed: readonly Range[]): Change[] {
  const changes: Change[] = [];
  for (let at = block.start; at < block.end; at = nextToken(text, at)) {
    if (text[at] === '{' && isOfItsOwn(text, block, at)) at = blockAt(text, at).end;
    RETURN.lastIndex = at;
    const [found] = RETURN.exec(text) ?? [];
    if (found === undefined || within(allowed, at)) continue;
    changes.push({
      start: at,
      end: at + found.length,
      text: '{ seedmill.Altered.leave(0); return; }',
      exact: true,
    });
  }
  return changes;
}
