import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { toolchainMissing } from '../errors.ts';
import { isImageName } from '../recipes.ts';
import { compiler, type Need, needs } from './needs.ts';

/** The languages that can do without Docker, on a machine that has what they need. */
export const localLanguages: readonly string[] = Object.keys(needs);

/** What the host has for a language. */
export interface Toolchain {
  language: string;
  /** Such as `Python 3.13.5, pytest 8.3.5`. */
  versions: string;
}

/** Finds what a language needs. Throws `TOOLCHAIN_MISSING`, which says what is to be installed. */
export async function findToolchain(language: string): Promise<Toolchain> {
  const wanted = isImageName(language) ? needs[language] : undefined;
  if (wanted === undefined) throw toolchainMissing(language, 'it needs what only the images bring', []);
  const answers = await Promise.all(
    [compiler, ...wanted].map(async (need) => ({ need, version: await ask(need) })),
  );
  const lacking = answers.filter(({ version }) => version === null);
  if (lacking.length > 0) {
    const packages = [...new Set(lacking.flatMap(({ need }) => need.packages))];
    throw toolchainMissing(language, `${named(lacking.map(({ need }) => need.name))} missing`, packages);
  }
  for (const { need, version } of answers) {
    const complaint = version === null ? undefined : complaintOf(need, version);
    if (complaint !== undefined) throw toolchainMissing(language, complaint, []);
  }
  const versions = answers.flatMap(({ need, version }) => (version ? [`${need.name} ${version}`] : []));
  return { language, versions: [...versions, ...nodeOf(language)].join(', ') };
}

/** Why a version does not serve, in words; undefined when it does. */
export function complaintOf({ name, least, only }: Need, version: string): string | undefined {
  if (only !== undefined && version !== only && !version.startsWith(`${only}.`))
    return `${name} is ${version}, and must be ${only}`;
  return least !== undefined && isOlder(version, least)
    ? `${name} is ${version}, and must be ${least} or newer`
    : undefined;
}

const nodeOf = (language: string) =>
  ['javascript', 'typescript'].includes(language) ? [`Node ${process.versions.node}`] : [];

const named = (names: readonly string[]) => `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;

/** Null when it is not there; empty when it tells no version. */
async function ask({ ask: [file, ...args] }: Need): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(file, args, { env: { PATH: '/usr/bin:/bin' } });
    return /\d+(\.\d+)*/.exec(stdout)?.[0] ?? '';
  } catch {
    return null;
  }
}

function isOlder(version: string, least: string): boolean {
  const [have = 0, haveMinor = 0] = version.split('.').map(Number);
  const [want = 0, wantMinor = 0] = least.split('.').map(Number);
  return have < want || (have === want && haveMinor < wantMinor);
}
