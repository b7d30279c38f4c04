import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { preparationFailed } from '../errors.ts';
import { assets, type ImageName, lineage, recipeHash, recipes, script } from '../recipes.ts';
import { type Parts, scriptArguments } from './bubblewrap.ts';
import { runBubblewrap } from './run-bubblewrap.ts';
import { findToolchain, type Toolchain } from './toolchains.ts';

/** Users and names as a slot sees them: none of the host's. */
const ETC = {
  passwd:
    'root:x:0:0:root:/tmp:/bin/sh\njob:x:1000:1000:job:/tmp:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n',
  group: 'root:x:0:\njob:x:1000:\nnogroup:x:65534:\n',
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
};

/** What a language needs beside the host's programs, ready or not: a folder named after all that goes into it. */
export interface Preparation extends Parts {
  id: string;
  isReady(): boolean;
}

/** `cache` is where it is kept, ~/.cache/seedmill when left out. Throws `TOOLCHAIN_MISSING`. */
export async function preparationOf(
  language: ImageName,
  cache = join(homedir(), '.cache', 'seedmill'),
): Promise<Preparation & Toolchain> {
  const toolchain = await findToolchain(language);
  const id = `${language}-${recipeHash(language, toolchain.versions).slice(0, 12)}`;
  const folder = join(cache, 'sandbox', id);
  return { ...toolchain, ...partsIn(folder), id, isReady: () => existsSync(folder) };
}

/** Makes a language ready; nothing is there before everything is. Throws `SANDBOX_BUILD_FAILED`. */
export async function prepare(
  language: ImageName,
  ready: Preparation,
  onProgress: (line: string) => void,
): Promise<void> {
  const place = dirname(ready.opt);
  await mkdir(dirname(place), { recursive: true });
  const folder = await mkdtemp(`${place}.`);
  try {
    const parts = partsIn(folder);
    await chmod(folder, 0o755);
    await mkdir(join(parts.opt, 'stage'), { recursive: true });
    for (const inner of [parts.bin, parts.etc]) await mkdir(inner);
    for (const [file, text] of Object.entries(ETC)) await writeFile(join(parts.etc, file), text);
    for (const name of lineage(language)) {
      if (recipes[name].node) await takeNode(parts.bin);
      if (!recipes[name].parts.includes(script(name))) continue;
      onProgress(`${language}: ${script(name)}`);
      const { code, words } = await runBubblewrap(scriptArguments(parts, assets, script(name)));
      if (code !== 0) throw preparationFailed(language, words);
    }
    if (!ready.isReady()) await rename(folder, place);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A program that may be run and not read makes processes whose memory nobody but root can open in /proc. */
async function takeNode(bin: string): Promise<void> {
  await copyFile(process.execPath, join(bin, 'node'));
  await chmod(join(bin, 'node'), 0o111);
}

const partsIn = (folder: string): Parts => ({
  opt: join(folder, 'opt'),
  bin: join(folder, 'bin'),
  etc: join(folder, 'etc'),
});
