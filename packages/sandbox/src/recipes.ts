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

export type ImageName = 'base' | 'python' | 'javascript' | 'typescript';

/** Debian, the one image that Seedmill does not build. */
export const DEBIAN = 'debian:trixie-slim';

/** Where Dockerfiles, agent and test runners are. */
export const assets = fileURLToPath(new URL('../../../sandbox/', import.meta.url));

const agent = readdirSync(`${assets}agent`)
  .sort()
  .map((file) => `agent/${file}`);

/** Every image that can be built: one line here, one Dockerfile in `sandbox/images`. */
export const recipes: Readonly<Record<ImageName, Recipe>> = {
  base: { from: null, parts: agent, node: false },
  python: { from: 'base', parts: ['runners/run_pytest.py'], node: false },
  javascript: { from: 'base', parts: ['runners/run_node_test.mjs'], node: true },
  typescript: { from: 'javascript', parts: [], node: false },
};

/** The languages that have an image. */
export const languagesWithImages: readonly ImageName[] = ['python', 'javascript', 'typescript'];

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
