import { expect, test } from 'vitest';
import { type Returns, withoutEarlyReturns } from './early-returns.ts';

const returns: Returns = {
  return: /(?<!\w)return(?=;$)/,
  exit: 'exit',
  function: /^sub (\w+)|\bsub\b/,
  call: (name) => new RegExp(`^${name}\\(\\);$`),
  closes: /^\}/,
  loop: /^for\b/,
  harmless: /^(?:print|return)\b/,
  anywhere: false,
};
const script = (main: string, end = 'main();'): string => `sub main {\n${main}\n}\n${end}\n`;
const early = (text: string): boolean => withoutEarlyReturns(text, returns) !== text;

test('a return of main that leaves checks out is an exit', () => {
  expect(withoutEarlyReturns(script('  if (f) {\n    return;\n  }\n  check;'), returns)).toBe(
    script('  if (f) {\n    exit;\n  }\n  check;'),
  );
});

test.each([
  ['the last', '  check;\n  return;'],
  ['one after which nothing is checked', '  if (f) {\n    return;\n  }\n  print;'],
  ['one in a function within', '  g(sub {\n    return;\n  });\n  check;'],
])('%s stays', (_, main) => {
  expect(early(script(main))).toBe(false);
});

test('one in a loop leaves checks out', () => {
  expect(early(script('  for (1) {\n    return;\n  }'))).toBe(true);
});

test('a function that is no main returns as it likes', () => {
  expect(early(script('  return;\n  check;', 'main();\nmain();'))).toBe(false);
  expect(early(script('  return;\n  check;', 'x = main();'))).toBe(false);
});
