import { partsMissing, toolchainMissing } from '../errors.ts';
import { isImageName } from '../recipes.ts';
import { preparationOf } from './preparation.ts';
import { findToolchain, localLanguages } from './toolchains.ts';
import { bubblewrapVersion, checkNamespaces } from './walls.ts';

/** What `seedmill doctor` tells of the sandbox without Docker; each rejects with an `AppError` that says what mends it. */
export interface LocalStatus {
  bubblewrap: Promise<string>;
  toolchains: { language: string; versions: Promise<string> }[];
}

/** Looks at bubblewrap, at the toolchains of these languages and at what was made ready for them. */
export function localStatus(languages: readonly string[], cache?: string): LocalStatus {
  return {
    bubblewrap: checkNamespaces().then(bubblewrapVersion),
    toolchains: languages.map((language) => ({ language, versions: readyVersions(language, cache) })),
  };
}

async function readyVersions(language: string, cache?: string): Promise<string> {
  if (!isImageName(language)) throw toolchainMissing(language, 'it is not known', []);
  const preparation = await preparationOf(language, cache);
  if (!preparation.isReady()) throw partsMissing(language);
  return preparation.versions;
}

/** The languages whose toolchain this machine has. */
export async function runnableLanguages(): Promise<string[]> {
  const found = await Promise.allSettled(localLanguages.map(findToolchain));
  return localLanguages.filter((_, i) => found[i]?.status === 'fulfilled');
}
