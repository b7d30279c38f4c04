import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, it } from 'vitest';
import { assets, entryCommand, imageTag, isImageName, languagesWithImages, recipes } from './recipes.ts';

it('has one recipe for every Dockerfile', () => {
  const images = readdirSync(`${assets}images`);
  const files = images.filter((file) => file.endsWith('.Dockerfile'));
  expect(files.map((file) => file.replace('.Dockerfile', '')).sort()).toEqual(Object.keys(recipes).sort());
  expect(['base', ...languagesWithImages].sort()).toEqual(Object.keys(recipes).sort());
});

it('uses every script and every test runner', () => {
  const used = Object.values(recipes).flatMap(({ parts }) => parts);
  for (const file of readdirSync(`${assets}images`))
    if (file.endsWith('.sh')) expect(used).toContain(`images/${file}`);
  for (const { name, parentPath } of readdirSync(`${assets}runners`, {
    withFileTypes: true,
    recursive: true,
  }).filter((entry) => entry.isFile())) {
    expect(used).toContain(`${relative(assets, parentPath)}/${name}`);
  }
});

it('tags an image by what goes into it', () => {
  const tags = languagesWithImages.map(imageTag);
  for (const tag of tags) expect(tag).toMatch(/^seedmill\/[a-z]+:[0-9a-f]{12}$/);
  expect(new Set(tags.map((tag) => tag.split(':')[1])).size).toBe(tags.length);
});

it('knows no image by the name of something inherited', () => {
  expect(isImageName('constructor')).toBe(false);
});

it('reads from the Dockerfiles what a slot starts with', () => {
  expect(entryCommand('bash').slice(0, 2)).toEqual(['/opt/seedmill/agent', 'perl']);
  expect(entryCommand('typescript')).toEqual(entryCommand('javascript'));
  expect(entryCommand('python')).toContain('/opt/seedmill/zygote.py');
});
