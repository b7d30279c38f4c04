import { expect, test } from 'vitest';
import { strict } from './strictness.ts';

const lines = (...all: string[]) => all.join('\n');

test('a suite in CommonJS becomes strict code, and no line moves', () => {
  expect(strict('a.js', '#!/usr/bin/node\nf();', '')).toBe("#!/usr/bin/node\n'use strict'; f();");
  expect(strict('a.js', 'n = 1;', '')).toBe("'use strict'; globalThis.n ??= undefined; n = 1;");
});

test.each([
  ['o.a = o["b"] = 1;', `setLoosely(o, 'a', setLoosely(o, "b", 1));`],
  ['o.a\n += 2;', "setLoosely(o, 'a', o.a + (\n2));"],
  ['o.a ??= 2;', "(o.a ?? setLoosely(o, 'a', 2));"],
  ['o.n++;', "setLoosely(o, 'n', o.n + 1);"],
  ['delete f().n;', "deleteLoosely(f(), 'n');"],
])('where things are frozen, a write may do nothing: %s', (text, expected) => {
  const result = strict('a.js', lines('const o = {};', text), 'Object.freeze');
  expect(result.split('\n').slice(1).join('\n')).toBe(expected);
});

test.each([
  ['a module', 'import "x"; a.b = 1;'],
  ['a function that is known outside its block', 'if (a) { function f() {} }\nf();'],
  ['what is no strict code', 'const a = 010;'],
  ['what asks for its caller', 'f(arguments.callee);'],
])('%s stays as it is', (_, text) => {
  expect(strict('a.js', text, '')).toBe(text);
});
