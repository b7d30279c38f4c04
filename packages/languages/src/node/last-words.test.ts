import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

const ends = (...lines: string[]) => lastWords('a.js', lines.join('\n')).ends;

test.each<[string, string[], number[]]>([
  ['the last statement', ['f();', 'process.exit(0);'], [2]],
  ['both sides of it', ['if (ok) {', '  process.exit(0);', '} else {', '  process.exit(1);', '}'], [2]],
  [
    'what can only fail after it',
    ['if (ok) process.exit(0);', "console.log('no');", 'throw new Error();'],
    [1],
  ],
  ['a condition before other checks', ['if (!ok) process.exit(0);', 'check();'], []],
  ['a helper', ['const die = () => process.exit(0);', 'ok || die();', 'ok || die();'], []],
  ['main', ['function main() {', '  check();', '  process.exit(0);', '}', 'main();'], [3]],
  ['after a promise', ['main().then(() => process.exit(0), fail);'], [1]],
  ['what catches a failure', ['try { check(); } catch {', '  process.exit(0);', '}'], []],
])('%s', (_, lines, expected) => {
  expect(ends(...lines)).toEqual(expected);
});

test('a return that leaves checks out ends the process, and no line moves', () => {
  const text = 'function main() {\n  if (bad) return;\n  check();\n}\nmain();\n';
  expect(lastWords('a.js', text).text).toBe(text.replace('return;', 'return void (process.exit(0));'));
  const helper = text.replace('main();\n', 'main(1);\nmain(2);\n');
  expect(lastWords('a.js', helper).text).toBe(helper);
});

test('an exit at the end says by a token that it is reached', () => {
  const said = (text: string) => {
    const { text: now, token } = lastWords('a.js', text);
    return now.replace(token, 'token');
  };
  expect(said('f();\nprocess.exit();')).toBe("f();\nprocess.exit(undefined, 'token');");
  expect(said('f();\nexit(bad ? 1 : 0,);')).toBe("f();\nexit(bad ? 1 : 0, 'token');");
  expect(said('exit(0);\nf();')).toBe('exit(0);\nf();');
});
