import { expect, test } from 'vitest';
import { bash } from '../bash.ts';
import { lua } from '../lua.ts';
import { perl } from '../perl.ts';

const linesOf = (language: typeof bash, path: string, text: string): Set<number> => {
  const shape = { style: 'script', files: [path], declared: 1 } as const;
  const args = language.plan({ solution: {}, tests: { [path]: text } }, shape).steps[0]?.args ?? [];
  const [, ranges = ''] = /(?:^|\n)(?:ends )?([\d,-]*):/.exec(args.join('\n')) ?? [];
  const numbers = ranges
    .split(',')
    .filter(Boolean)
    .map((range) => range.split('-').map(Number));
  return new Set(
    numbers.flatMap(([from = 0, to = from]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
  );
};
/** Whether each line that holds `exit` or `finish` is taken for the last, in order. */
const judged = (language: typeof bash, path: string, text: string): boolean[] => {
  const last = linesOf(language, path, text);
  return text.split('\n').flatMap((line, at) => (/exit|finish/.test(line) ? [last.has(at + 1)] : []));
};

test.each([
  ['a last statement', 'f\nexit $failed\n', [true]],
  ['under an earlier condition', 'if [ a != b ]; then echo FAIL; exit; fi\necho ok\n', [false]],
  ['before others on its line', 'if [ a != b ]; then exit; fi; echo ok\n', [false]],
  ['in both branches of the last', 'if f; then\n  exit 0\nelse\n  echo no\n  exit 1\nfi\n', [true, true]],
  ['before what can only fail', 'if f; then\n  exit 0\nfi\necho no\nexit 1\n', [true, true]],
  [
    'before more that may fail',
    'if f; then\n  exit 0\nfi\nif g; then exit 0; fi\nexit 1\n',
    [false, true, true],
  ],
  ['in a loop', 'for x in 1 2; do\n  exit 0\ndone\n', [false]],
  ['in a case', 'case $x in\n  0)\n    exit 0\n    ;;\n  *) exit 1 ;;\nesac\n', [true, true]],
  [
    'at the end of a function, called in the middle',
    'leave() {\n  exit 0\n}\nfinish\necho\nfinish\n',
    [true, false, true],
  ],
])('bash: an exit %s', (_, text, expected) => {
  expect(judged(bash, 't.sh', text)).toEqual(expected);
});

test.each([
  ['a last statement before subs', 'exit main();\n\nsub main {\n    return 0;\n}\n', [true]],
  ['under an earlier condition', "if (f() != 1) { print 'FAIL'; exit; }\nprint 'ok';\n", [false]],
  ['before what can only fail', 'if ($ok) {\n    exit 0;\n}\ndie "no";\n', [true]],
  ['before what may not fail', 'if ($ok) {\n    exit 0;\n}\ndie "no" if g();\n', [false]],
  ['before data', 'exit($failed ? 1 : 0);\n__END__\nmore\n', [true]],
])('perl: an exit %s', (_, text, expected) => {
  expect(judged(perl, 't.pl', text)).toEqual(expected);
});

test.each([
  ['a last statement', 'check(f(1), 2)\nos.exit(failed == 0 and 0 or 1)\n', [true]],
  ['under an earlier condition', "if f() ~= 1 then print('FAIL') os.exit() end\nprint('ok')\n", [false]],
  ['in both branches of the last', 'if ok then\n  os.exit(0)\nelse\n  os.exit(1)\nend\n', [true, true]],
  ['in a callback', "describe('a', function()\n  os.exit(0)\nend)\nmore()\n", [true]],
])('lua: an exit %s', (_, text, expected) => {
  expect(judged(lua, 't.lua', text)).toEqual(expected);
});
