import { posix } from 'node:path';
import type { Files, Program, SuiteShape } from '@seedmill/contracts';
import { asksForBinary, type Binary, binariesIn } from './binaries.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** A crate that becomes a program: its root, and whether it uses the library. */
export interface Root {
  file: string;
  library: boolean;
}

/** How a program falls into crates. */
export interface Layout {
  files: Files;
  manifest: Manifest;
  /** The library that some root uses, and the names by which they call it. */
  library: { file: string; names: readonly string[] } | null;
  roots: readonly Root[];
  /** Programs that the tests start. */
  binaries: readonly (Binary & Root)[];
}

const WITHOUT_TEXT = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\])*"/g;
const KNOWN = new Set(['std', 'core', 'alloc', 'test', 'crate', 'self', 'super', 'proc_macro']);
const TEST = /#\s*\[\s*(\w+::)?test\b/;

/** Sorts the suite's files into crates as cargo does, and where cargo would not know them, as their text asks. */
export function layoutOf({ solution, tests }: Program, suite: SuiteShape): Layout {
  const files: Record<string, string> = { ...solution, ...tests };
  const manifest = readManifest(files);
  const base = baseOf(files, Object.keys(solution), manifest, suite.files);
  const testing = suite.files.filter((file) => TEST.test(files[file] ?? ''));
  const run = suite.style === 'script' || testing.length === 0 ? suite.files : testing;

  const roots: Root[] = [];
  const names = new Set<string>();
  let unit = false;
  for (const file of run) {
    const text = codeOf(files[file] ?? '');
    const foreign = cratesIn(text, manifest.crate);
    if (file === base) unit = true;
    else if (base !== null && isModule(files, file, text, foreign)) {
      unit = true;
      files[base] = withModule(files, base, file);
    } else if (base !== null && foreign.length === 0 && isAlone(text, files[file] ?? '')) {
      unit = true;
      files[base] = `${files[base] ?? ''}\ninclude!(${JSON.stringify(relative(base, file))});\n`;
    } else {
      const library = base !== null && foreign.length > 0;
      if (library) for (const name of foreign) names.add(name);
      roots.push({ file, library });
    }
  }
  if (unit && base !== null) roots.unshift({ file: base, library: false });
  const asked = binariesIn(
    files,
    run.map((file) => files[file] ?? ''),
    manifest,
  );
  const binaries = asked.map((binary) => {
    const used = binary.file === base ? [] : cratesIn(codeOf(files[binary.file] ?? ''), manifest.crate);
    if (base !== null) for (const name of used) names.add(name);
    return { ...binary, library: used.length > 0 };
  });
  const library = base !== null && names.size > 0 ? { file: base, names: [...names] } : null;
  return { files, manifest, library, roots, binaries };
}

/** The root of the program's own crate. */
function baseOf(
  files: Files,
  own: readonly string[],
  { folder, root }: Manifest,
  run: readonly string[],
): string | null {
  const usual = ['src/lib.rs', 'lib.rs', 'src/main.rs', 'solution.rs', 'src/solution.rs', 'main.rs'];
  const found = [...(root === null ? [] : [root]), ...usual.map((name) => folder + name)].find(
    (name) => name in files,
  );
  const code = own.filter((file) => file.endsWith('.rs') && !run.includes(file));
  return found ?? (code.length === 1 ? (code[0] ?? null) : null);
}

const codeOf = (text: string): string => text.replace(WITHOUT_TEXT, ' ');

/** Names of crates that a text uses, among them the manifest's, but not modules that it declares. */
function cratesIn(text: string, crate: string | null): string[] {
  const declared = new Set(
    [...text.matchAll(/\b(?:mod|enum|struct|trait|type)\s+(\w+)/g)].map(([, name]) => name),
  );
  const used = [
    ...[...text.matchAll(/\b(?:use|extern\s+crate)\s+(?:::)?(\w+)/g)].map(([, name = '']) => name),
    ...(new RegExp(`\\b${crate ?? 'solution'}\\s*::`).test(text) ? [crate ?? 'solution'] : []),
  ];
  return [...new Set(used)].filter((name) => !KNOWN.has(name) && !declared.has(name) && /^[a-z_]/.test(name));
}

/** A file that speaks of the module around it, or that another one declares, is no root. */
const isModule = (files: Files, file: string, text: string, foreign: readonly string[]): boolean =>
  /^(use|pub use)\s+(super|crate)\b/m.test(text) || (foreign.length === 0 && isDeclared(files, file));

const moduleName = (file: string): string =>
  posix.basename(posix.basename(file) === 'mod.rs' ? posix.dirname(file) : file, '.rs');

function isDeclared(files: Files, file: string): boolean {
  const declaration = new RegExp(`\\bmod\\s+${moduleName(file)}\\s*;`);
  return Object.entries(files).some(([path, code]) => path.endsWith('.rs') && declaration.test(codeOf(code)));
}

/** Nothing in it leads to the program: it was written to stand in one file with it. */
const isAlone = (code: string, text: string): boolean =>
  !/\bmod\s+\w+\s*;|\binclude!\s*\(/.test(code) && !asksForBinary(text);

/** The root's text with the module declared, unless some file declares it already. */
function withModule(files: Files, base: string, file: string): string {
  const text = files[base] ?? '';
  if (isDeclared(files, file)) return text;
  const name = moduleName(file);
  // The program may have tests of its own under that name.
  const free = new RegExp(`\\bmod\\s+${name}\\b`).test(codeOf(text)) ? `suite_${name}` : name;
  return `${text}\n#[cfg(test)]\n#[path = ${JSON.stringify(relative(base, file))}]\nmod ${free};\n`;
}

const relative = (from: string, to: string): string => posix.relative(posix.dirname(from), to);
