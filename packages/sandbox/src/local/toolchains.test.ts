import { expect, it } from 'vitest';
import { languagesWithImages } from '../recipes.ts';
import { needs } from './needs.ts';
import { complaintOf, findToolchain, localLanguages } from './toolchains.ts';

const need = { name: 'It', ask: ['true'], packages: [] } as const;

it.each([
  ['14.2.0', { least: '14' }, undefined],
  ['13.9', { least: '14' }, 'It is 13.9, and must be 14 or newer'],
  ['3.2.8', { least: '3.3' }, 'It is 3.2.8, and must be 3.3 or newer'],
  ['4.0', { least: '3.3' }, undefined],
  ['21.0.12.1', { only: '21' }, undefined],
  ['21', { only: '21' }, undefined],
  ['25.0.1', { only: '21' }, 'It is 25.0.1, and must be 21'],
  ['1.240', { only: '1.24' }, 'It is 1.240, and must be 1.24'],
  ['', {}, undefined],
])('finds in version %j against %j: %s', (version, asked, complaint) => {
  expect(complaintOf({ ...need, ...asked }, version)).toBe(complaint);
});

it('knows what every language needs, and where to get it', () => {
  expect([...localLanguages].sort()).toEqual([...languagesWithImages].sort());
  for (const each of Object.values(needs).flat()) expect(each.packages.length, each.name).toBeGreaterThan(0);
});

it('refuses what it does not know', async () => {
  await expect(findToolchain('cobol')).rejects.toMatchObject({ code: 'TOOLCHAIN_MISSING' });
});
