import { AppError } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { linesOf, look } from './finding.ts';

test('what is missing says what mends it', async () => {
  const finding = await look('Docker', () =>
    Promise.reject(new AppError('DOCKER_UNREACHABLE', 'fix-setup', 'No daemon.', 'npm run setup')),
  );
  expect(linesOf(finding, 100)).toBe(
    'missing  Docker                No daemon.\n                               → npm run setup',
  );
});

test('what works, but is weaker, says so', () => {
  const finding = { name: 'apparmor', found: true, weaker: true as const, detail: 'is off' };
  expect(linesOf(finding, 100)).toBe('weaker   apparmor              is off');
});

test('no line is wider than the terminal, unless it is one word', () => {
  const detail =
    'a sentence of many words that goes on and on /a/path/that/is/longer/than/the/whole/terminal on';
  for (const columns of [120, 80, 60, 40, 30]) {
    const text = linesOf({ name: 'image typescript', found: true, detail, mend: 'do this' }, columns);
    for (const line of text.split('\n'))
      expect(line.length <= columns || !line.trim().includes(' ')).toBe(true);
    expect(text.split(/\s+/).join(' ')).toBe(`ok image typescript ${detail} → do this`);
  }
});
