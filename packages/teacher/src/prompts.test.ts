import { expect, test } from 'vitest';
import { loadPrompts, parsePrompt } from './prompts.ts';

test('every stage has a prompt with a version', () => {
  for (const [stage, { id }] of Object.entries(loadPrompts()))
    expect(id).toMatch(new RegExp(`^${stage}@\\d+$`));
});

const text =
  '---\nname: x\nversion: 3\n---\n# system\n\nBe {{mood}}.\n\n# user\n\nAbout {{topic}}: {{topic}}\n';

test('fills in variables, and never reads what was filled in', () => {
  const prompt = parsePrompt('x', text);
  expect(prompt.id).toBe('x@3');
  expect(prompt.messages({ mood: 'kind', topic: '{{mood}} $&' })).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'About {{mood}} $&: {{mood}} $&' },
  ]);
});

test('a variable that is not given is an error', () => {
  expect(() => parsePrompt('x', text).messages({ mood: 'kind' })).toThrow(/topic/);
});

test('a file of another form is refused with its stage', () => {
  expect(() => parsePrompt('suite', '# user\nhello')).toThrow(/stage "suite"/);
});
