// The text of a value as Jest and vitest write it into snapshots: that of today, and that from before Jest 29.

import util from 'node:util';
import { isMatcher, nameOfMatcher } from './asymmetric.mjs';
import { isMockFunction } from './mocks.mjs';

const { is, getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf, keys } = Object;
const { isArray } = Array;
const types = { ...util.types };
const isListLike = (value) => isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** What is written without a look inside; undefined where there is an inside. */
function plain(value, old) {
  if (typeof value === 'string') return `"${old ? value.replace(/["\\]/g, '\\$&') : value}"`;
  if (typeof value === 'bigint') return `${value}n`;
  if (is(value, -0)) return '-0';
  if (typeof value === 'function') return isMockFunction(value) ? '[MockFunction]' : '[Function]';
  if (typeof value !== 'object' || value === null) return String(value);
  if (isMatcher(value)) return nameOfMatcher(value);
  if (types.isDate(value)) return Number.isNaN(+value) ? 'Date { NaN }' : value.toISOString();
  if (types.isNativeError(value)) return `[${value.name}${value.message === '' ? '' : `: ${value.message}`}]`;
  if (types.isRegExp(value)) return String(value);
}

function enumerableKeys(value) {
  const symbols = getOwnPropertySymbols(value).filter(
    (key) => getOwnPropertyDescriptor(value, key).enumerable,
  );
  return [...keys(value).sort(), ...symbols];
}

/** The text of a value; `old` is how it was before Jest 29. */
function textOf(value, old, above = []) {
  const simple = plain(value, old);
  if (simple !== undefined) return simple;
  if (above.includes(value)) return '[Circular]';
  if (typeof value.toJSON === 'function' && !isListLike(value)) return textOf(value.toJSON(), old, above);
  const inner = (each) => textOf(each, old, [...above, value]);
  const block = (name, [open, close], lines) => {
    const indent = '  '.repeat(above.length);
    const body =
      lines.length === 0 ? '' : `\n${lines.map((line) => `${indent}  ${line},\n`).join('')}${indent}`;
    return `${name}${open}${body}${close}`;
  };
  const kind = getPrototypeOf(value)?.constructor?.name || 'Object';
  const named = old || (kind !== 'Object' && kind !== 'Array') ? `${kind} ` : '';
  if (isListLike(value)) return block(named, '[]', [...value].map(inner));
  if (types.isMap(value))
    return block(
      'Map ',
      '{}',
      [...value].map(([key, each]) => `${inner(key)} => ${inner(each)}`),
    );
  if (types.isSet(value)) return block('Set ', '{}', [...value].map(inner));
  const label = (key) => (typeof key === 'symbol' ? String(key) : inner(key));
  return block(
    named,
    '{}',
    enumerableKeys(value).map((key) => `${label(key)}: ${inner(value[key])}`),
  );
}

/** A snapshot without the indentation that it has for the sake of the code around it. */
function withoutIndentation(text) {
  const lines = text.split('\n');
  const indent = /^([^\S\n]*)\S/m.exec(text)?.[1] ?? '';
  const framed = lines.length > 2 && lines[0].trim() === '' && lines.at(-1).trim() === '';
  if (!framed) return text;
  const inside = lines.slice(1, -1);
  if (!inside.every((line) => line === '' || line.startsWith(indent))) return inside.join('\n');
  return inside.map((line) => line.slice(indent.length)).join('\n');
}

/** Whether one of these values is written as the snapshot is. */
export const isWrittenAs = (values, snapshot) => {
  const wanted = withoutIndentation(snapshot);
  return values.some((value) => [false, true].some((old) => textOf(value, old) === wanted));
};
