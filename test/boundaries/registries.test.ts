import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { stageNames } from '@seedmill/contracts';
import { exporters } from '@seedmill/exporters';
import { stages } from '@seedmill/pipeline';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const namesIn = (folder: string, pattern = '*.ts') =>
  globSync(pattern, { cwd: join(root, folder) })
    .map((file) => basename(file).replace(/\.\w+$/, ''))
    .filter((name) => !name.endsWith('.test'))
    .sort();

test('every stage file is registered, in the order of the pipeline', () => {
  expect(stages.map(({ name }) => name)).toEqual([...stageNames]);
  expect(namesIn('packages/pipeline/src/stages')).toEqual([...stageNames].sort());
});

test('every prompt belongs to a stage that asks the teacher', () => {
  expect(namesIn('packages/teacher/prompts', '*.md')).toEqual(['correct', 'problem', 'solution', 'suite']);
});

test('every export format is registered', () => {
  const files = namesIn('packages/exporters/src').filter((name) => !['index', 'export'].includes(name));
  expect(exporters.map(({ format }) => format).sort()).toEqual(files);
});

test.each([
  ['packages/teacher/src/providers', ['index', 'provider-settings']],
  ['packages/verify/src/linters', ['index']],
])('every file in %s is named in its registry', (folder, others) => {
  const index = readFileSync(join(root, folder, 'index.ts'), 'utf8');
  for (const name of namesIn(folder).filter((each) => !others.includes(each)))
    expect(index).toContain(`'./${name}.ts'`);
});

test('every command is part of the program', () => {
  const main = readFileSync(join(root, 'packages/cli/src/main.ts'), 'utf8');
  for (const name of namesIn('packages/cli/src/commands')) expect(main).toContain(`'./commands/${name}.ts'`);
});
