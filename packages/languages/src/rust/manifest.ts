import type { Files } from '@seedmill/contracts';

/** What of a Cargo.toml counts here: names, and the edition, without which the same text means something else. */
export interface Manifest {
  /** Its folder, empty or with a slash at its end. */
  folder: string;
  /** The crate's name in `use`; null where nobody has given one. */
  crate: string | null;
  edition: string;
  /** The path of the library's root, where it is an unusual one. */
  root: string | null;
  /** Programs that are named in it, with their paths from its folder. */
  binaries: readonly { name: string; file: string }[];
}

const NEWEST = '2021';

/** Reads the uppermost Cargo.toml. */
export function readManifest(files: Files): Manifest {
  const [path] = Object.keys(files)
    .filter((each) => /(^|\/)Cargo\.toml$/.test(each))
    .sort((a, b) => a.length - b.length);
  if (path === undefined) return { folder: '', crate: null, edition: NEWEST, root: null, binaries: [] };
  const text = files[path] ?? '';
  const folder = path.slice(0, -'Cargo.toml'.length);
  const name = settingOf(text, 'lib', 'name') ?? settingOf(text, 'package', 'name');
  const edition = settingOf(text, 'package', 'edition') ?? '2015';
  const root = settingOf(text, 'lib', 'path');
  return {
    folder,
    crate: name?.replaceAll('-', '_') ?? null,
    edition: /^20(15|18|21|24)$/.test(edition) ? edition : NEWEST,
    root: root === null ? null : folder + root,
    binaries: [...text.matchAll(/^\[\[bin\]\]([^[]*)/gm)].flatMap(([, body = '']) => {
      const [name, file] = [settingIn(body, 'name'), settingIn(body, 'path')];
      return name === null || file === null ? [] : [{ name, file }];
    }),
  };
}

function settingOf(toml: string, section: string, key: string): string | null {
  const [, body = ''] = new RegExp(`^\\[${section}\\]([^[]*)`, 'm').exec(toml) ?? [];
  return settingIn(body, key);
}

const settingIn = (section: string, key: string): string | null =>
  new RegExp(`^\\s*${key}\\s*=\\s*["']([\\w./-]+)["']`, 'm').exec(section)?.[1] ?? null;
