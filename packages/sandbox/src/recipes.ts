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
  base: { from: null, parts: ['images/base.sh', ...filesIn('agent')], node: false },
  python: {
    from: 'base',
    parts: ['images/python.sh', 'runners/zygote.py', ...filesIn('runners/python')],
    node: false,
  },
  javascript: { from: 'base', parts: ['images/javascript.sh', ...filesIn('runners/node')], node: true },
  typescript: { from: 'javascript', parts: [], node: false },
  java: { from: 'base', parts: ['images/java.sh', ...filesIn('runners/java')], node: false },
  go: {
    from: 'base',
    parts: [
      'images/go.sh',
      ...filesIn('runners/go'),
      ...filesIn('runners/go-build'),
      ...filesIn('runners/go-link'),
    ],
    node: false,
  },
  rust: { from: 'base', parts: ['images/rust.sh', ...filesIn('runners/rust')], node: false },
  c: { from: 'base', parts: ['images/c.sh', ...native], node: false },
  cpp: { from: 'base', parts: ['images/cpp.sh', ...native], node: false },
  ruby: { from: 'base', parts: ['images/ruby.sh', ...filesIn('runners/ruby')], node: false },
  php: { from: 'base', parts: ['images/php.sh', ...filesIn('runners/php')], node: false },
  bash: { from: 'base', parts: ['images/bash.sh', ...filesIn('runners/bash')], node: false },
  perl: {
    from: 'base',
    parts: ['images/perl.sh', 'runners/perl/Seedmill.pm', ...filesIn('runners/perl/Seedmill')],
    node: false,
  },
  lua: { from: 'base', parts: ['images/lua.sh', ...filesIn('runners/lua')], node: false },
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

/** A name and what it stands on, the lowest first. */
export function lineage(name: ImageName): ImageName[] {
  const { from } = recipes[name];
  return from === null ? [name] : [...lineage(from), name];
}

/** The script that makes a name's parts, in its image and without Docker; relative to `sandbox/`. */
export const script = (name: ImageName): string => `images/${name}.sh`;

/** The command of a slot's first process, as the Dockerfile says: the agent, and behind it a warm runner's. */
export function entryCommand(name: ImageName): string[] {
  const said = new Map<string, string[]>();
  for (const each of lineage(name)) {
    const text = readFileSync(assets + dockerfile(each), 'utf8').replaceAll('\\\n', '');
    for (const [, kind = '', list = '[]'] of text.matchAll(/^(ENTRYPOINT|CMD) (\[.*\])$/gm)) {
      const parsed: unknown = JSON.parse(list);
      said.set(kind, Array.isArray(parsed) ? parsed.map(String) : []);
    }
  }
  return [...(said.get('ENTRYPOINT') ?? []), ...(said.get('CMD') ?? [])];
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
  const tag = tags.get(name) ?? `seedmill/${name}:${recipeHash(name, DEBIAN).slice(0, 12)}`;
  tags.set(name, tag);
  return tag;
}

/** A hash of everything that is made for a name, upon `ground`. */
export function recipeHash(name: ImageName, ground: string): string {
  const { from, parts, node } = recipes[name];
  const hash = createHash('sha256');
  hash.update(from === null ? ground : recipeHash(from, ground));
  for (const path of [dockerfile(name), ...parts]) {
    hash.update(`\0${path}\0`).update(readFileSync(assets + path));
  }
  if (node) hash.update(JSON.stringify(nodePackages()));
  return hash.digest('hex');
}
