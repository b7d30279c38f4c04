import { expect, test } from 'vitest';
import { codeBlock, section } from './markdown.ts';

test('takes the block in the language asked for', () => {
  const answer = 'Some words.\n\n```python\nx = 1\n```\n\nOutput:\n\n```\n1\n```\n';
  expect(codeBlock(answer, 'python')).toEqual({ ok: true, value: 'x = 1\n' });
});

test('forgives a missing language tag', () => {
  expect(codeBlock('```\nx = 1\n```', 'python')).toEqual({ ok: true, value: 'x = 1\n' });
});

test('a longer fence holds shorter ones, and tildes hold backticks', () => {
  expect(codeBlock('````python\n"""\n```\ncode\n```\n"""\n````', 'python')).toEqual({
    ok: true,
    value: '"""\n```\ncode\n```\n"""\n',
  });
  expect(codeBlock('~~~python\n```\n~~~', 'python')).toEqual({ ok: true, value: '```\n' });
});

test('keeps blank lines, indentation and other line ends as \\n', () => {
  expect(codeBlock('```python\r\n\r\n  x = 1\r\n```\r\n', 'python')).toEqual({
    ok: true,
    value: '\n  x = 1\n',
  });
});

test.each([
  ['no block', 'x = 1', /no code block/],
  ['only a block of another language', '```ruby\nx\n```', /no code block/],
  ['two blocks', '```python\na\n```\n```python\nb\n```', /2 code blocks/],
  ['an unclosed block', '```python\na = (', /cut off/],
  ['an empty block', '```python\n\n```', /empty/],
])('%s is wrong', (_name, answer, reason) => {
  const reading = codeBlock(answer, 'python');
  expect(reading.ok ? '' : reading.wrong).toMatch(reason);
});

test('a section ends at the next known heading, not at one inside a block or of its own', () => {
  const answer = '## Interface\n\n```python\n# Tests\n```\n### Notes\nkept\n## Tests\nrest';
  expect(section(answer, 'Interface', ['Interface', 'Tests'])).toBe(
    '```python\n# Tests\n```\n### Notes\nkept',
  );
  expect(section(answer, 'tests', ['Interface', 'Tests'])).toBe('rest');
  expect(section(answer, 'Missing', [])).toBeUndefined();
});
