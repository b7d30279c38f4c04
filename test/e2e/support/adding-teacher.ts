import { createHash } from 'node:crypto';
import type { SeenCall } from '@seedmill/testkit';

/**
 * Plays a teacher of small sums in Python: from each snippet it makes another problem "add k", and every other
 * solution is wrong at first. Equal questions get equal answers.
 */
export function addingTeacher({ text }: SeenCall): string {
  const told = /returns n \+ (\d+)/.exec(text)?.[1];
  const k = Number(told ?? Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 6), 16));
  const code = (body: string) => `\`\`\`python\ndef add(n: int) -> int:\n    ${body}\n\`\`\``;
  if (text.includes('## Statement')) {
    const rule = `Write add(n), which returns n + ${k}. `.padEnd(260, 'It takes any integer. ');
    return `## Title\nAdd ${k}\n\n## Topic\nsums\n\n## Difficulty\neasy\n\n## Concepts\nadding\n\n## Statement\n${rule}`;
  }
  if (text.includes('## Interface')) {
    const tests = `from solution import add\n\ndef test_zero():\n    assert add(0) == ${k}\n\ndef test_one():\n    assert add(1) == ${k + 1}`;
    return `## Interface\n${code('raise NotImplementedError')}\n\n## Tests\n\`\`\`python\n${tests}\n\`\`\``;
  }
  if (text.includes('## Cause'))
    return `## Cause\nIt forgot to add.\n\n## Solution\n${code(`return n + ${k}`)}`;
  return code(k % 2 === 0 ? `return n + ${k}` : 'return n');
}
