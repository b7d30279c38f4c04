import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Language, StaticAnalysis } from '@seedmill/contracts';
import { makeRun, tempFolder } from '@seedmill/testkit';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { createSeeds } from './seeds.ts';

const python = { id: 'python', extensions: ['.py'] } as unknown as Language;

/** Every line `def name` starts a function that ends before the next; `broken` anywhere breaks the file. */
const analysis: Pick<StaticAnalysis, 'definitions'> = {
  definitions(_language, text) {
    const lines = text.split('\n');
    const starts = lines.flatMap((line, at) => (line.startsWith('def ') ? [at] : []));
    const definitions = starts.map((start, n) => {
      const end = starts[n + 1] ?? lines.length;
      return {
        kind: 'function' as const,
        name: lines[start]?.slice(4) ?? '',
        text: lines.slice(start, end).join('\n').trimEnd(),
        startLine: start + 1,
        endLine: end,
      };
    });
    return Promise.resolve({ definitions, broken: text.includes('broken') });
  },
};
const seeds = createSeeds([python], analysis as StaticAnalysis);
const definition = (name: string, lines = 12) => `def ${name}\n${'    pass\n'.repeat(lines)}`;

async function repository(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await tempFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
const take = (source: string, maxSnippets = 100) => seeds.snippets(makeRun({ source, maxSnippets }));

test('snippets say where they come from', async () => {
  const folder = await repository({ 'LICENSE.md': 'MIT', 'a/b.py': `\n${definition('f')}` });
  const { snippets } = await take(folder);
  expect(snippets).toMatchObject([
    {
      kind: 'function',
      name: 'f',
      path: 'a/b.py',
      startLine: 2,
      licenceFile: 'LICENSE.md',
      language: 'python',
      commit: null,
    },
  ]);
  expect(snippets[0]?.repo).not.toContain('/');
});

test('the same file gives the same ids, wherever the repository lies', async () => {
  const [here, there] = await Promise.all([
    repository({ 'a.py': definition('f') }),
    repository({ 'a.py': definition('f') }),
  ]);
  expect((await take(here)).snippets[0]?.id).toBe((await take(there)).snippets[0]?.id);
});

test('the nearest licence counts', async () => {
  const folder = await repository({
    LICENSE: 'a',
    'lib/COPYING': 'b',
    'lib/x.py': definition('x'),
    'y.py': definition('y'),
  });
  expect((await take(folder)).snippets.map(({ path, licenceFile }) => [path, licenceFile])).toEqual([
    ['lib/x.py', 'lib/COPYING'],
    ['y.py', 'LICENSE'],
  ]);
});

test('what is left out is counted by reason', async () => {
  const folder = await repository({
    'good.py': definition('good'),
    'copy.py': definition('good'),
    'short.py': definition('short', 2),
    'broken.py': definition('broken'),
    'binary.py': new Uint8Array([100, 0, 1, 2]),
    'latin.py': new Uint8Array([...Buffer.from(definition('f')), 0xe9, 0x0a]),
    'big.py': 'x'.repeat(300_000),
    'empty.py': '',
    'tests/test_good.py': definition('t'),
    'test_more.py': definition('t'),
    'notes.txt': 'hello',
  });
  const { snippets, skipped } = await take(folder);
  expect(snippets).toHaveLength(1);
  expect(skipped).toEqual({
    duplicate: 1,
    'too-short': 1,
    'syntax-errors': 1,
    binary: 1,
    'not-utf-8': 1,
    'too-large': 1,
    'no-definitions': 1,
    test: 2,
    'other-language': 1,
  });
});

test('ignored, foreign and linked files are not walked', async () => {
  const outside = await repository({ 'secret.py': definition('secret') });
  const folder = await repository({
    '.gitignore': 'gen/\n*.skip.py\n',
    'a.py': definition('a'),
    'gen/b.py': definition('b'),
    'c.skip.py': definition('c'),
    'sub/.gitignore': '/d.py\n',
    'sub/d.py': definition('d'),
    'sub/deep/d.py': definition('e'),
    'node_modules/m/f.py': definition('f'),
    '.git/g.py': definition('g'),
  });
  await symlink(outside, join(folder, 'link'));
  await symlink(join(outside, 'secret.py'), join(folder, 'linked.py'));
  await symlink(folder, join(folder, 'loop'));
  expect((await take(folder)).snippets.map(({ path }) => path)).toEqual(['a.py', 'sub/deep/d.py']);
});

test('line ends and a byte-order mark do not change a snippet', async () => {
  const plain = await repository({ 'a.py': definition('f') });
  const odd = await repository({ 'a.py': `\ufeff${definition('f').replaceAll('\n', '\r\n')}` });
  expect((await take(odd)).snippets[0]?.id).toBe((await take(plain)).snippets[0]?.id);
});

test('a limit spreads the choice over the files and is the same every time', async () => {
  const many = (prefix: string) =>
    Array.from({ length: 9 }, (_, n) => definition(`${prefix}${n}`)).join('\n');
  const folder = await repository({ 'a.py': many('a'), 'b.py': many('b'), 'c.py': many('c') });
  const { snippets } = await take(folder, 4);
  expect(snippets).toHaveLength(4);
  expect(new Set(snippets.map(({ path }) => path)).size).toBe(3);
  expect((await take(folder, 4)).snippets).toEqual(snippets);
});

test('a checkout gives its commit and its origin without credentials', async () => {
  const folder = await repository({ 'a.py': definition('f') });
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', '-C', folder, ...args]);
  await git('init', '-q');
  await git('add', '.');
  await git('commit', '-qm', 'first');
  await git('remote', 'add', 'origin', 'https://user:secret@example.org/team/repo.git');
  const { stdout } = await git('rev-parse', 'HEAD');
  expect((await take(folder)).snippets[0]).toMatchObject({
    commit: stdout,
    repo: 'https://example.org/team/repo.git',
  });
});

test.each([
  ['that does not exist', async () => join(await tempFolder(), 'none'), 'SEEDS_NOT_FOUND', /no folder/],
  [
    'that is a file',
    async () => join(await repository({ 'a.bin': new Uint8Array([0]) }), 'a.bin'),
    'SEEDS_NOT_A_FOLDER',
    /is a file/,
  ],
  ['that is empty', () => tempFolder(), 'SEEDS_EMPTY', /empty/],
  ['of binary files', () => repository({ 'a.py': new Uint8Array([0, 1]) }), 'SEEDS_EMPTY', /1 × binary/],
  [
    'of other encodings',
    () => repository({ 'a.py': new Uint8Array([0xe9]) }),
    'SEEDS_EMPTY',
    /1 × not-utf-8/,
  ],
])('a folder %s is refused with a reason', async (_name, make, code, message) => {
  await expect(seeds.check(await make(), ['python'])).rejects.toMatchObject({
    code,
    remedy: 'fix-input',
    message: expect.stringMatching(message) as string,
  });
});
