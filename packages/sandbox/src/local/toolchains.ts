import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { toolchainMissing } from '../errors.ts';
import { type ImageName, isImageName } from '../recipes.ts';

/** Something that a language needs of the host. */
interface Need {
  /** As people call it. */
  name: string;
  /** Ends with 0 where it is there; the first number that it prints is the version. */
  ask: readonly [string, ...string[]];
  /** The oldest version that serves. */
  least?: string;
  /** Debian's packages that bring it. */
  packages: readonly string[];
}

const compiler: Need = {
  name: 'a C compiler',
  ask: ['gcc', '-dumpfullversion'],
  packages: ['gcc', 'libc6-dev'],
};
const perl: Need = {
  name: 'Perl',
  ask: ['perl', '-e', 'printf "%vd", $^V'],
  least: '5.30',
  packages: ['perl'],
};
const module = (name: string, ...packages: string[]): Need => ({
  name: `Perl's ${name}`,
  ask: ['perl', `-M${name}`, '-e', `print $${name}::VERSION`],
  packages,
});
const program = (name: string, ask: readonly [string, ...string[]], ...packages: string[]): Need => ({
  name,
  ask,
  packages,
});

/** What each language needs beside what is made ready; a language that is not here needs Docker. */
const toolchains: Partial<Readonly<Record<ImageName, readonly Need[]>>> = {
  python: [
    { name: 'Python', ask: ['python3', '--version'], least: '3.11', packages: ['python3'] },
    program('pytest', ['python3', '-sP', '-c', 'import pytest; print(pytest.__version__)'], 'python3-pytest'),
  ],
  // Node is the one that runs Seedmill.
  javascript: [],
  typescript: [],
  bash: [
    { name: 'Bash', ask: ['bash', '--version'], least: '5.1', packages: ['bash'] },
    perl,
    program(
      'bats-assert',
      ['test', '-e', '/usr/lib/bats/bats-assert/load.bash'],
      'bats-assert',
      'bats-support',
    ),
    program('bats-file', ['test', '-e', '/usr/lib/bats/bats-file/load.bash'], 'bats-file'),
    program('shunit2', ['test', '-e', '/usr/share/shunit2/shunit2'], 'shunit2'),
    ...['bc', 'dc', 'gawk', 'jq', 'xxd'].map((name) => program(name, ['which', name], name)),
  ],
  perl: [
    perl,
    module('Test2::V0', 'libtest2-suite-perl'),
    module('Test::Most', 'libtest-most-perl'),
    module('Test::Fatal', 'libtest-fatal-perl'),
  ],
};

/** The languages that can do without Docker, on a machine that has what they need. */
export const localLanguages: readonly string[] = Object.keys(toolchains);

/** What the host has for a language. */
export interface Toolchain {
  language: string;
  /** Such as `Python 3.13.5, pytest 8.3.5`. */
  versions: string;
}

/** Finds what a language needs. Throws `TOOLCHAIN_MISSING`, which says what is to be installed. */
export async function findToolchain(language: string): Promise<Toolchain> {
  const needs = isImageName(language) ? toolchains[language] : undefined;
  if (needs === undefined) throw toolchainMissing(language, 'it needs what only the images bring', []);
  const answers = await Promise.all(
    [compiler, ...needs].map(async (need) => ({ need, version: await ask(need) })),
  );
  const lacking = answers.filter(({ version }) => version === null);
  if (lacking.length > 0) {
    const packages = lacking.flatMap(({ need }) => need.packages);
    throw toolchainMissing(language, `${named(lacking.map(({ need }) => need.name))} missing`, packages);
  }
  for (const { need, version } of answers) {
    if (need.least !== undefined && version !== null && isOlder(version, need.least))
      throw toolchainMissing(language, `${need.name} is ${version}, and must be ${need.least} or newer`, []);
  }
  const versions = answers.flatMap(({ need, version }) => (version ? [`${need.name} ${version}`] : []));
  return { language, versions: [...versions, ...nodeOf(language)].join(', ') };
}

const nodeOf = (language: string) =>
  ['javascript', 'typescript'].includes(language) ? [`Node ${process.versions.node}`] : [];

const named = (names: readonly string[]) => `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;

/** Null when it is not there; empty when it tells no version. */
async function ask({ ask: [file, ...args] }: Need): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(file, args, { env: { PATH: '/usr/bin:/bin' } });
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? '';
  } catch {
    return null;
  }
}

function isOlder(version: string, least: string): boolean {
  const [have = 0, haveMinor = 0] = version.split('.').map(Number);
  const [want = 0, wantMinor = 0] = least.split('.').map(Number);
  return have < want || (have === want && haveMinor < wantMinor);
}
