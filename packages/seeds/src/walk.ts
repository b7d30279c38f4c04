import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Folders that hold other people's or generated code. */
const foreign = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'vendor',
  'third_party',
  'dist',
  'build',
  'out',
  'target',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  'coverage',
]);

export interface FoundFile {
  /** Relative to the root, with `/`. */
  path: string;
  /** The nearest licence file in its folder or above, relative to the root. */
  licenceFile: string | null;
}

/**
 * Every file below `root` in a stable order, without what `.gitignore` files exclude. Symbolic links are not
 * followed: they could lead out of the repository or in a circle.
 */
export async function* walk(root: string): AsyncGenerator<FoundFile> {
  yield* walkFolder(root, '', null, []);
}

interface Rules {
  /** Folder of the .gitignore, with a trailing `/`; empty for the root. */
  base: string;
  rules: Ignore;
}

async function* walkFolder(
  root: string,
  folder: string,
  licenceAbove: string | null,
  rulesAbove: readonly Rules[],
): AsyncGenerator<FoundFile> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const licence = files.find((name) => /^(licen[cs]e|copying)(\.(md|txt|rst))?$/i.test(name));
  const licenceFile = licence === undefined ? licenceAbove : folder + licence;
  const rules = files.includes('.gitignore')
    ? [
        ...rulesAbove,
        { base: folder, rules: ignore().add(await readFile(join(root, folder, '.gitignore'), 'utf8')) },
      ]
    : rulesAbove;
  const ignored = (path: string) =>
    rules.some(({ base, rules: here }) => here.ignores(path.slice(base.length)));

  for (const entry of entries) {
    const path = folder + entry.name;
    if (entry.isDirectory() && !foreign.has(entry.name) && !ignored(`${path}/`)) {
      yield* walkFolder(root, `${path}/`, licenceFile, rules);
    } else if (entry.isFile() && !ignored(path)) {
      yield { path, licenceFile };
    }
  }
}
