import type { ImageName } from '../recipes.ts';

/** Something that a language needs of the host. */
export interface Need {
  /** As people call it. */
  name: string;
  /** Ends with 0 where it is there; the first number that it prints is the version. */
  ask: readonly [string, ...string[]];
  /** The oldest version that serves. */
  least?: string;
  /** The one version that serves, as far as it is written here. */
  only?: string;
  /** Debian's packages that bring it. */
  packages: readonly string[];
}

const program = (name: string, ...packages: string[]): Need => ({ name, ask: ['which', name], packages });
const file = (name: string, path: string, ...packages: string[]): Need => ({
  name,
  ask: ['test', '-e', path],
  packages,
});
const perlModule = (name: string, ...packages: string[]): Need => ({
  name: `Perl's ${name}`,
  ask: ['perl', `-M${name}`, '-e', `print $${name}::VERSION`],
  packages,
});
const rubyLibrary = (path: string, version: string, name: string, ...packages: string[]): Need => ({
  name,
  ask: ['ruby', '-e', `require ARGV[0]; print ${version}`, path],
  packages,
});
const jar = (name: string, ...packages: string[]): Need =>
  file(`${name}.jar`, `/usr/share/java/${name}.jar`, ...packages);

/** What every language needs: the agent is compiled. */
export const compiler: Need = {
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
const mold: Need = { name: 'mold', ask: ['mold', '--version'], packages: ['mold'] };

/** What each language needs beside what is made ready, in versions that the conformance and attack suites ran with. */
export const needs: Partial<Readonly<Record<ImageName, readonly Need[]>>> = {
  python: [
    { name: 'Python', ask: ['python3', '--version'], least: '3.11', packages: ['python3'] },
    {
      name: 'pytest',
      ask: ['python3', '-sP', '-c', 'import pytest; print(pytest.__version__)'],
      packages: ['python3-pytest'],
    },
  ],
  // Node is the one that runs Seedmill.
  javascript: [],
  typescript: [],
  java: [
    { name: 'Java', ask: ['javac', '-version'], only: '21', packages: ['openjdk-21-jdk-headless'] },
    { name: 'jlink', ask: ['jlink', '--version'], only: '21', packages: ['openjdk-21-jdk-headless'] },
    program('unzip', 'unzip'),
    program('objcopy', 'binutils'),
    jar('junit-jupiter-api', 'junit5'),
    jar('junit4', 'junit4'),
    jar('hamcrest', 'libhamcrest-java'),
    jar('assertj-core', 'libassertj-core-java'),
    jar('javatuples', 'libjavatuples-java'),
  ],
  bash: [
    { name: 'Bash', ask: ['bash', '--version'], least: '5.1', packages: ['bash'] },
    perl,
    file('bats-assert', '/usr/lib/bats/bats-assert/load.bash', 'bats-assert', 'bats-support'),
    file('bats-file', '/usr/lib/bats/bats-file/load.bash', 'bats-file'),
    file('shunit2', '/usr/share/shunit2/shunit2', 'shunit2'),
    program('column', 'bsdextrautils'),
    program('ps', 'procps'),
    ...['bc', 'dc', 'gawk', 'jq', 'xxd'].map((name) => program(name, name)),
  ],
  php: [
    { name: 'PHP', ask: ['php', '--version'], least: '8.4', packages: ['php-cli'] },
    {
      name: 'PHPUnit',
      ask: ['php', '/usr/bin/phpunit', '--version'],
      least: '11',
      packages: ['phpunit'],
    },
    ...['bcmath', 'gmp', 'mbstring', 'xml'].map((name) => ({
      name: `PHP's ${name}`,
      ask: ['php', '-r', `extension_loaded('${name}') or exit(1);`] as const,
      packages: [`php-${name}`],
    })),
  ],
  ruby: [
    { name: 'Ruby', ask: ['ruby', '--version'], least: '3.3', packages: ['ruby'] },
    rubyLibrary('minitest', 'Minitest::VERSION', 'Minitest', 'ruby-minitest'),
    rubyLibrary('test/unit/version', 'Test::Unit::VERSION', 'test-unit', 'ruby-test-unit'),
    rubyLibrary('rspec/version', 'RSpec::Version::STRING', 'RSpec', 'ruby-rspec'),
  ],
  perl: [
    perl,
    perlModule('Test2::V0', 'libtest2-suite-perl'),
    perlModule('Test::Most', 'libtest-most-perl'),
    perlModule('Test::Fatal', 'libtest-fatal-perl'),
  ],
  c: [
    mold,
    { name: 'GCC', ask: ['gcc', '-dumpfullversion'], least: '14', packages: ['gcc'] },
    file('Check', '/usr/include/check.h', 'check'),
    file('cmocka', '/usr/include/cmocka.h', 'libcmocka-dev'),
    file('Unity', '/usr/share/cmock/vendor/unity/src/unity.c', 'cmock'),
  ],
  cpp: [
    mold,
    { name: 'G++', ask: ['g++', '-dumpfullversion'], least: '14', packages: ['g++'] },
    {
      name: 'the headers for plugins of G++',
      ask: ['sh', '-c', 'test -e "$(g++ -print-file-name=plugin)/include/gcc-plugin.h"'],
      packages: ['gcc-14-plugin-dev'],
    },
    file('doctest', '/usr/include/doctest/doctest.h', 'doctest-dev'),
    file('Catch2', '/usr/include/catch2/catch_all.hpp', 'catch2'),
    file('GoogleTest', '/usr/include/gtest/gtest.h', 'libgtest-dev'),
    file('GoogleMock', '/usr/include/gmock/gmock.h', 'libgmock-dev'),
  ],
  go: [
    {
      name: 'Go',
      ask: ['/usr/lib/go-1.24/bin/go', 'version'],
      only: '1.24',
      packages: ['golang-1.24-go'],
    },
    program('patch', 'patch'),
    file(
      'testify',
      '/usr/share/gocode/src/github.com/stretchr/testify/suite',
      'golang-github-stretchr-testify-dev',
    ),
    file('go-cmp', '/usr/share/gocode/src/github.com/google/go-cmp/cmp', 'golang-github-google-go-cmp-dev'),
  ],
  rust: [{ name: 'Rust', ask: ['rustc', '--version'], least: '1.85', packages: ['rustc'] }, mold],
  lua: [
    { name: 'Lua', ask: ['lua5.4', '-v'], packages: ['lua5.4'] },
    file('the headers of Lua', '/usr/include/lua5.4/lua.h', 'liblua5.4-dev'),
    file('LuaUnit', '/usr/share/lua/5.1/luaunit.lua', 'lua-unit'),
    file('luassert', '/usr/share/lua/5.1/luassert/init.lua', 'lua-luassert'),
    file('say', '/usr/share/lua/5.1/say/init.lua', 'lua-say'),
  ],
};
