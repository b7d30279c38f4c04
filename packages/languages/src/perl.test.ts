import { expect, test } from 'vitest';
import { changeArgument } from './perl/arguments.ts';
import { perl } from './perl.ts';

const countOf = (text: string): number =>
  [...`use Test::More;\n${text}`.matchAll(new RegExp(perl.suite.tests, 'gm'))].length;

test('assertions at the beginning of a line are counted, others only where they come first', () => {
  expect(countOf("is(f(1), 2);\nok f(2), 'two';\nif ($x) {\n    ok(1);\n    is(1, 1);\n}\n")).toBe(2);
  expect(countOf('for (1 .. 3) {\n    ok(f($_));\n    is(g($_), 1);\n}\n')).toBe(1);
  expect(countOf("is(f(1), 'a') if $^O eq 'MSWin32';\nok(f(2))\n    unless $old;\nis(f(3), 3);\n")).toBe(1);
  expect(countOf("subtest 'all' => sub {\n    is(f(1), 1);\n};\n")).toBe(1);
});

test('words of a script are no tests', () => {
  expect([...'sub ok { }\nok(1);\n'.matchAll(new RegExp(perl.suite.tests, 'gm'))]).toEqual([]);
});

test('nothing is counted in documentation, data, and names that begin alike', () => {
  expect(countOf('=pod\n\nis this a test?\n\n=cut\n\nokay(1);\nis_prime(3);\n__END__\nok(1);\n')).toBe(0);
});

test('one argument of a call is changed, whatever stands around it', () => {
  const other = () => 'E';
  expect(changeArgument("(f(1, 2), 3, 'x, y')", 1, other)).toBe("(f(1, 2), E, 'x, y')");
  expect(changeArgument(' f([1, 2]), { a => q{,} }, "x"', 1, other)).toBe(' f([1, 2]), E, "x"');
  expect(changeArgument('(f(1), 3) or diag(1, 2)', 1, other)).toBe('(f(1), E) or diag(1, 2)');
  expect(changeArgument('(f(1) + 2) * 3, 9', 1, other)).toBe('(f(1) + 2) * 3, E');
  expect(changeArgument('(f(1))', 1, other)).toBe('(f(1))');
});

test('modules are found in every folder that leads to one', () => {
  const plan = perl.plan(
    { solution: { 'src/My/Stack.pm': '', 'Test/More.pm': '' }, tests: { 't/a.t': 'use My::Stack;' } },
    { style: 'framework', files: ['t/a.t'], declared: 1 },
  );
  expect(Object.keys(plan.files)).toEqual(['src/My/Stack.pm', 't/a.t']);
  expect(plan.steps.at(-1)?.args).toEqual([
    'Test::More',
    '1',
    'src/My/Stack.pm',
    '5',
    '/work',
    '/work/lib',
    '/work/t/lib',
    '/work/src',
    '/work/src/My',
    '0',
    '0',
    't/a.t',
  ]);
});
