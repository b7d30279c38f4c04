import { expect, test } from 'vitest';
import { withoutThinking } from './thinking.ts';

test.each([
  ['no thoughts', 'The answer.', 'The answer.'],
  ['thoughts first', '<think>\nA draft:\n```go\nx\n```\n</think>\nThe answer.', '\nThe answer.'],
  ['another tag, in capitals', ' <Reasoning>so</Reasoning>It.', 'It.'],
  ['thoughts twice', '<think>a</think>\n<think>b</think>It.', 'It.'],
  ['only the end of thoughts', 'First I … ```py\nx\n``` so\n</think>\nIt.', '\nIt.'],
  ['a tag in code', '```html\n</think>\n```\nIt.', '```html\n</think>\n```\nIt.'],
  ['a tag after words', 'It is <think>so</think>.', 'It is <think>so</think>.'],
])('%s', (_name, answer, spoken) => {
  expect(withoutThinking(answer)).toBe(spoken);
});

test('thoughts that never end leave no answer', () => {
  expect(withoutThinking('<think>and then')).toBeNull();
});

test('a megabyte of thoughts is no trouble', () => {
  expect(withoutThinking(`<think>${'a <b '.repeat(200_000)}</think>It.`)).toBe('It.');
  expect(withoutThinking(`${'a <b '.repeat(200_000)}It.`)).toMatch(/It\.$/);
});
