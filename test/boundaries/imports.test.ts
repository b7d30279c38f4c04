import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const packages = globSync('packages/*', { cwd: root }).map((path) => path.slice('packages/'.length));

interface Import {
  /** Path of the importing file, relative to the root. */
  from: string;
  /** A package's name (`@seedmill/ledger`, `zod`, `node:fs`) or a path relative to the root. */
  to: string;
}

/** Everything a file imports as TypeScript's own scanner sees it: static, dynamic, type-only, re-exported. */
function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({
    from: file,
    to: fileName.startsWith('.') ? relative(root, resolve(root, dirname(file), fileName)) : fileName,
  }));
}

const isTest = (file: string) => /\.test\.ts$/.test(file);
const files = globSync('packages/*/src/**/*.ts', { cwd: root }).map((file) => file.split(sep).join('/'));
const imports = files.flatMap(importsOf);
const packageOf = (path: string) => /^packages\/([^/]+)\//.exec(path)?.[1] ?? '';
/** The first part of a module's name: `@seedmill/x`, `zod`, `node:fs`. */
const moduleOf = (to: string) =>
  to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? '');
const lines = (found: Import[]) => found.map(({ from, to }) => `${from} imports ${to}`);

test('the scanner sees the code', () => {
  expect(packages).toContain('contracts');
  expect(imports.length).toBeGreaterThan(200);
});

test('siblings never import each other; the command line alone wires them', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (!to.startsWith('@seedmill/')) return false;
    if (to === '@seedmill/contracts' || packageOf(from) === 'cli') return false;
    return !(to === '@seedmill/testkit' && isTest(from));
  });
  expect(lines(wrong)).toEqual([]);
});

test('no import leaves its package by a path', () => {
  const wrong = imports.filter(
    ({ from, to }) => to.startsWith('packages/') && packageOf(from) !== packageOf(to),
  );
  const outside = imports.filter(({ to }) => to.startsWith('..'));
  expect(lines([...wrong, ...outside])).toEqual([]);
});

describe('what only one package may import', () => {
  const owners: Record<string, string[]> = {
    bullmq: ['queue'],
    ioredis: ['queue'],
    kysely: ['ledger'],
    pg: ['ledger'],
    'node:sqlite': ['ledger'],
    dockerode: ['sandbox'],
    ai: ['teacher'],
    '@ai-sdk/openai-compatible': ['teacher'],
    'web-tree-sitter': ['verify'],
    commander: ['cli'],
    yaml: ['config', 'teacher'],
    vitest: ['testkit'],
  };
  test.each(Object.entries(owners))('%s: %s', (module, allowed) => {
    const users = imports.filter(({ to, from }) => moduleOf(to) === module && !isTest(from));
    expect(lines(users.filter(({ from }) => !allowed.includes(packageOf(from))))).toEqual([]);
    expect(users.length).toBeGreaterThan(0);
  });
});

test('contracts import zod, and hashing from Node, and nothing else', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      packageOf(from) === 'contracts' &&
      !isTest(from) &&
      !to.startsWith('packages/contracts/') &&
      !['zod', 'node:crypto'].includes(to),
  );
  expect(lines(wrong)).toEqual([]);
});

test('languages are pure: of Node only what computes, no file, no process, no network', () => {
  // Of node:vm the compiler, which runs nothing.
  const pure = ['node:path', 'node:crypto', 'node:module', 'node:vm'];
  const wrong = imports.filter(
    ({ from, to }) =>
      packageOf(from) === 'languages' && !isTest(from) && to.startsWith('node:') && !pure.includes(to),
  );
  expect(lines(wrong)).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = files.filter(
    (file) => !isTest(file) && /\bprocess\.env\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  // The command line hands the environment over to it.
  expect(readers).toEqual(['packages/cli/src/settings-flags.ts']);
});

test('every package declares what it imports, at one version for all', () => {
  const manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
  const declared = new Map(
    packages.map((name) => [
      name,
      manifest.parse(JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')))
        .dependencies,
    ]),
  );
  const missing = imports.filter(({ from, to }) => {
    if (to.startsWith('packages/') || to.startsWith('node:') || to.startsWith('..') || isTest(from))
      return false;
    return declared.get(packageOf(from))?.[moduleOf(to)] === undefined;
  });
  expect(lines(missing)).toEqual([]);
  const versions = new Map<string, Set<string>>();
  for (const dependencies of declared.values()) {
    for (const [name, version] of Object.entries(dependencies))
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  expect([...versions].filter(([, all]) => all.size > 1).map(([name]) => name)).toEqual([]);
  expect(
    [...versions.values()].flatMap((all) => [...all]).filter((version) => !/^(\d|npm:)/.test(version)),
  ).toEqual([]);
});
