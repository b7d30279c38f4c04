import type { Files } from '@seedmill/contracts';
import type { Manifest } from './manifest.ts';

/** A program of the crate that its tests start: cargo tells them by its name where it is. */
export interface Binary {
  name: string;
  file: string;
}

const ASKED = /\bCARGO_BIN_EXE_([\w-]+)/g;

export const asksForBinary = (text: string): boolean => text.search(ASKED) >= 0;

/** The binaries that these texts ask for. */
export function binariesIn(
  files: Files,
  texts: readonly string[],
  { folder, crate, binaries }: Manifest,
): Binary[] {
  const names = new Set(texts.flatMap((text) => [...text.matchAll(ASKED)].map(([, name = '']) => name)));
  return [...names].flatMap((name) => {
    const usual = [
      ...(crate === null || name.replaceAll('-', '_') === crate ? ['src/main.rs', 'main.rs'] : []),
      `src/bin/${name}.rs`,
      `src/bin/${name}/main.rs`,
    ];
    const own = binaries.find((each) => each.name === name)?.file;
    const file = [...(own === undefined ? [] : [own]), ...usual, 'src/main.rs'].find(
      (path) => folder + path in files,
    );
    return file === undefined ? [] : [{ name, file: folder + file }];
  });
}
