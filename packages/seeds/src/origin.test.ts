import { expect, test } from 'vitest';
import { publicUrl } from './origin.ts';

test.each([
  ['https://user:secret@example.org/a/b.git?token=x#y', 'https://example.org/a/b.git'],
  ['git@example.org:team/repo.git', 'ssh://example.org/team/repo.git'],
  ['ssh://git@example.org:2222/a.git', 'ssh://example.org:2222/a.git'],
  ['/home/someone/repo', null],
  ['../repo', null],
  ['file:///home/someone/repo', null],
  ['C:\\repo', null],
])('%s is published as %s', (url, published) => {
  expect(publicUrl(url)).toBe(published);
});
