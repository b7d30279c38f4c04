// The tables of `test.each`: rows of arguments, and a name for each row.

import { format } from 'node:util';
import { show } from './show.mjs';

/** The rows of a table: arrays, single values, or a tagged template with a heading. */
function rowsOf(table, values) {
  if (table.raw === undefined) return [...table].map((row) => (Array.isArray(row) ? row : [row]));
  const heading = table[0].split('|').map((name) => name.trim().split('\n')[0].trim());
  const rows = [];
  for (let at = 0; at < values.length; at += heading.length) {
    rows.push([Object.fromEntries(heading.map((name, column) => [name, values[at + column]]))]);
  }
  return rows;
}

const plain = (value) => (typeof value === 'string' ? value : show(value));

function nameOf(title, row, index) {
  const [first] = row;
  const named = typeof first === 'object' && first !== null;
  const filled = String(title)
    .replace(/%[#$]/g, (sign) => String(sign === '%$' ? index + 1 : index))
    .replace(/\$(#|[\w.]+)/g, (whole, path) => {
      if (path === '#') return String(index);
      if (!named) return whole;
      const value = path.split('.').reduce((at, key) => at?.[key], first);
      return value === undefined && !(path in first) ? whole : plain(value);
    });
  let used = 0;
  return filled.replace(/%[sdifjopc%]/g, (sign) => {
    if (sign === '%%') return '%';
    if (used >= row.length) return sign;
    const value = row[used];
    used += 1;
    return sign === '%p' ? show(value) : sign === '%s' ? plain(value) : format(sign, value);
  });
}

/** `declare.each(table)(title, fn)`; `spread: false` hands a row over as one argument, as `test.for` does. */
export function eachOf(declare, spread = true) {
  return (table, ...values) =>
    (title, fn, ...rest) => {
      const [body, options] = typeof fn === 'function' ? [fn, rest] : [rest[0], [fn]];
      rowsOf(table, values).forEach((row, index) => {
        const args = spread ? row : [row.length === 1 ? row[0] : row];
        declare(nameOf(title, row, index), body, ...options, { args });
      });
    };
}
