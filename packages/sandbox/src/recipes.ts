import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodePackages } from './node-package.ts';

/** What an image is made of; paths are relative to `sandbox/`. */
interface Recipe {
  from: ImageName | null;
  parts: readonly string[];
  /** Whether Node's npm package is a part. */
  node: boolean;
}

export type ImageName =
  | 'base'
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'java'
  | 'go'
  | 'rust'
  | 'c'
  | 'cpp'
  | 'ruby'
  | 'php'
  | 'bash'
  | 'perl'
  | 'lua';

/** Debian, the one image that Seedmill does not build. */
export const DEBIAN = 'debian:trixie-slim';

/** Where Dockerfiles, agent and test runners are. */
export const assets = fileURLToPath(new URL('../../../sandbox/', import.meta.url));

/** Every file in a folder of `sandbox/`. */
const filesIn = (folder: string): string[] =>
  readdirSync(assets + folder)
    .sort()
    .map((file) => `${folder}/${file}`);

/** What the languages share that become programs of the machine. */
const native = ['build', 'image', 'include', 'program', 'run'].flatMap((folder) =>
  filesIn(`runners/native/${folder}`),
);

/** Every image that can be built: one line here, one Dockerfile in `sandbox/images`. */
export const recipes: Readonly<Record<ImageName, Recipe>> = {
  base: { from: null, parts: filesIn('agent'), node: false },
  python: { from: 'base', parts: ['runners/zygote.py', ...filesIn('runners/python')], node: false },
  javascript: { from: 'base', parts: filesIn('runners/node'), node: true },
  typescript: { from: 'javascript', parts: [], node: false },
  java: { from: 'base', parts: filesIn('runners/java'), node: false },
  go: { from: 'base', parts: [...filesIn('runners/go'), ...filesIn('runners/go-build')], node: false },
  rust: { from: 'base', parts: filesIn('runners/rust'), node: false },
  c: { from: 'base', parts: native, node: false },
  cpp: { from: 'base', parts: native, node: false },
  ruby: { from: 'base', parts: filesIn('runners/ruby'), node: false },
  php: { from: 'base', parts: filesIn('runners/php'), node: false },
  bash: { from: 'base', parts: filesIn('runners/bash'), node: false },
  perl: {
    from: 'base',
    parts: ['runners/perl/Seedmill.pm', ...filesIn('runners/perl/Seedmill')],
    node: false,
  },
  lua: { from: 'base', parts: filesIn('runners/lua'), node: false },
};

/** The languages that have an image. */
export const languagesWithImages: readonly ImageName[] = [
  'python',
  'javascript',
  'typescript',
  'java',
  'bash',
  'php',
  'ruby',
  'perl',
  'c',
  'cpp',
  'go',
  'rust',
  'lua',
];

/** Whether there is an image to run this language in. */
export function isImageName(name: string): name is ImageName {
  return Object.hasOwn(recipes, name);
}

/** The path of an image's Dockerfile, relative to `sandbox/`. */
export const dockerfile = (name: ImageName): string => `images/${name}.Dockerfile`;

/** Taken once: a process stays with its images, though somebody edits their parts meanwhile. */
const tags = new Map<ImageName, string>();

/**
 * The tag of an image: `seedmill/<name>:<12 hex digits>`, a hash of everything that goes into it. So a tag
 * that exists is up to date.
 */
export function imageTag(name: ImageName): string {
  const tag = tags.get(name) ?? `seedmill/${name}:${recipeHash(name).slice(0, 12)}`;
  tags.set(name, tag);
  return tag;
}

function recipeHash(name: ImageName): string {
  const { from, parts, node } = recipes[name];
  const hash = createHash('sha256');
  hash.update(from === null ? DEBIAN : recipeHash(from));
  for (const path of [dockerfile(name), ...parts]) {
    hash.update(`\0${path}\0`).update(readFileSync(assets + path));
  }
  if (node) hash.update(JSON.stringify(nodePackages()));
  return hash.digest('hex');
}
