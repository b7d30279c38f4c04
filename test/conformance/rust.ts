import type { Conformance, ConformanceCase } from './conformance.ts';

const solution = (body: string): string => `/// Adds.
pub fn add(a: i32, b: i32) -> i32 {
    ${body}
}
`;

const tests = (head: string, want = 3): string => `${head}

#[test]
fn small() {
    assert_eq!(add(1, 2), ${want});
}

#[test]
fn zero() {
    assert_eq!(add(0, 0), 0, "nothing and nothing");
}
`;

const adding = solution('a + b');
const integration = tests('use solution::add;');
const manifest = (name: string, edition = '2021'): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "${edition}"\n\n[dependencies]\n`;

const passed = (
  solution: ConformanceCase['solution'],
  tests: ConformanceCase['tests'],
  count: number,
): ConformanceCase => ({
  solution,
  tests,
  expect: { outcome: 'passed', tests: count },
});

const failing = (
  solution: ConformanceCase['solution'],
  tests: ConformanceCase['tests'],
): ConformanceCase => ({
  solution,
  tests,
  expect: { outcome: 'failed', phase: 'test', reason: 'assertion-failed' },
});

const withBody = (
  body: string,
  phase: 'parse' | 'lint' | 'compile' | 'test',
  reason: (ConformanceCase['expect'] & { outcome: 'failed' })['reason'],
): ConformanceCase => ({
  solution: { 'src/lib.rs': solution(body) },
  tests: { 'tests/adding.rs': integration },
  expect: { outcome: 'failed', phase, reason },
});

const ways = (panic: string): string => `use solution::add;

#[test]
fn result() -> Result<(), String> {
    if add(1, 2) == 3 { Ok(()) } else { Err(String::from("wrong")) }
}

#[test]
#[should_panic(expected = "${panic}")]
fn overflows() {
    add(i32::MAX, 1);
}

mod inner {
    use super::*;

    #[test]
    fn holds() {
        assert!(add(1, 1) > 1 && add(1, 1) < 3, "two");
    }
}
`;

const script = (head: string, want: number, end = ''): string => `${head}

fn main() {
    let candidate = add;
    assert_eq!(candidate(1, 2), ${want});
    assert_eq!(candidate(2, 2), 4);
    ${end}
}
`;

const early = `mod adding;
use adding::add;

fn bail() -> ! {
    std::process::exit(0)
}

fn main() {
    let first = || {
        if add(0, 0) == 0 {
            return 1;
        }
        0
    };
    if add(first(), 2) != 3 {
        bail()
    }
    if add(3, 1) != 4 {
        println!("FAIL");
        return;
    }
    println!("ok");
}
`;

const ending = `mod adding;
use std::process;

fn finish(wrong: usize) -> ! {
    if wrong == 0 {
        process::exit(0);
    }
    println!("{wrong} wrong");
    process::exit(1)
}

fn main() {
    let wrong = [(1, 2, 3), (3, 1, 4)].iter().filter(|(a, b, sum)| adding::add(*a, *b) != *sum).count();
    finish(wrong);
}
`;

const started = (body: string): ConformanceCase['solution'] => ({
  'Cargo.toml': manifest('adding-up'),
  'src/lib.rs': solution(body),
  'src/main.rs': 'use adding_up::add;\n\nfn main() {\n    println!("{}", add(3, 1));\n}\n',
});

const starting = `use std::process::Command;

#[test]
fn says_the_sum() {
    let output = Command::new(env!("CARGO_BIN_EXE_adding-up")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "4\\n");
}
`;

const steps = `${integration.replaceAll('#[test]', '#[test]\n#[ignore]').replace('#[ignore]\n', '')}
#[test]
#[ignore]
fn large() {
    assert_eq!(add(1000, 1), 1001);
}
`;

const inline = (want: number): string => `mod adding;
pub use adding::add;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small() {
        assert_eq!(add(1, 2), ${want});
    }
}
`;

export const rust: Conformance = {
  language: 'rust',
  kinds: {
    passing: passed({ 'src/lib.rs': adding }, { 'tests/adding.rs': integration }, 2),
    failing: withBody('a - b', 'test', 'assertion-failed'),
    hanging: withBody('loop { std::hint::black_box(a + b); }', 'test', 'timeout'),
    crashing: withBody('if a == 0 { std::process::abort() } else { a + b }', 'test', 'runtime-error'),
    noTests: {
      solution: { 'src/lib.rs': adding },
      tests: { 'tests/adding.rs': 'use solution::add;\n\npub fn helper() -> i32 {\n    add(1, 2)\n}\n' },
      expect: { outcome: 'failed', phase: 'test', reason: 'no-tests-ran' },
    },
    fewerTests: withBody('if a == 0 { std::process::exit(0) } else { a + b }', 'test', 'early-exit'),
    skipped: {
      solution: { 'src/lib.rs': adding },
      tests: { 'tests/adding.rs': integration.replace('fn zero', '#[ignore]\nfn zero') },
      expect: { outcome: 'failed', phase: 'test', reason: 'tests-missing' },
    },
    syntaxError: withBody('a + + }', 'parse', 'syntax-error'),
    lintError: withBody('a + c', 'lint', 'lint-error'),
    typeError: withBody('"a"', 'compile', 'type-error'),
    memory: withBody(
      'let mut all = Vec::new(); loop { all.push(vec![a as u8 | 1; 16 << 20]); if all.len() == usize::MAX { return b; } }',
      'test',
      ['memory-limit', 'runtime-error'],
    ),
    output: withBody('loop { println!("more and more {a} {b}"); }', 'test', 'output-limit'),
  },
  usages: {
    'tests in a file of the crate, passing': passed(
      { 'src/lib.rs': `${adding}\n#[cfg(test)]\nmod tests;\n`, 'Cargo.toml': manifest('adding') },
      { 'src/tests.rs': tests('use super::*;') },
      2,
    ),
    'tests in a file of the crate, failing': failing(
      { 'src/lib.rs': `${adding}\n#[cfg(test)]\nmod tests;\n` },
      { 'src/tests.rs': tests('use super::*;', 4) },
    ),
    'tests in a file that the crate does not declare': passed(
      { 'src/lib.rs': adding },
      { 'src/tests.rs': tests('use crate::add;') },
      2,
    ),
    'private functions, in the edition of 2018': passed(
      { 'src/lib.rs': adding.replace('pub ', ''), 'Cargo.toml': manifest('adding', '2018') },
      { 'src/tests.rs': tests('use super::*;') },
      2,
    ),
    'a crate with a name, two files of tests and what they share, passing': passed(
      { 'src/lib.rs': adding, 'Cargo.toml': manifest('adding-up') },
      {
        'tests/first.rs': tests('use adding_up::*;'),
        'tests/second.rs': tests('mod common;\nuse common::one;\nuse adding_up::add;').replace(
          'add(1, 2)',
          'add(one(), 2)',
        ),
        'tests/common/mod.rs': 'pub fn one() -> i32 {\n    1\n}\n',
      },
      4,
    ),
    'two files of tests, failing in one': failing(
      { 'src/lib.rs': adding },
      { 'tests/first.rs': integration, 'tests/second.rs': tests('use solution::add;', 4) },
    ),
    'results, panics and modules, passing': passed(
      { 'src/lib.rs': adding },
      { 'tests/ways.rs': ways('overflow') },
      3,
    ),
    'results, panics and modules, failing': failing(
      { 'src/lib.rs': adding },
      { 'tests/ways.rs': ways('nothing like it') },
    ),
    'tests in the root of the crate, passing': passed(
      { 'src/adding.rs': adding },
      { 'src/lib.rs': inline(3) },
      1,
    ),
    'tests in the root of the crate, failing': failing(
      { 'src/adding.rs': adding },
      { 'src/lib.rs': inline(4) },
    ),
    'a program and its tests': passed(
      { 'src/main.rs': `${adding}\nfn main() {}\n` },
      { 'src/tests.rs': tests('use super::*;') },
      2,
    ),
    'flat files: the suite declares the module': passed(
      { 'solution.rs': adding },
      { 'solution_test.rs': tests('mod solution;\nuse solution::*;') },
      2,
    ),
    'flat files: the suite expects to stand in one file': passed(
      { 'solution.rs': adding },
      {
        'tests.rs':
          '#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn small() {\n        assert_eq!(add(1, 2), 3);\n    }\n}\n',
      },
      1,
    ),
    'a script, passing': passed(
      { 'src/lib.rs': adding },
      { 'src/main.rs': script('use solution::add;', 3) },
      1,
    ),
    'a script, failing': failing(
      { 'src/lib.rs': adding },
      { 'src/main.rs': script('use solution::add;', 4) },
    ),
    'a script that says that it is over': passed(
      { 'adding.rs': adding },
      { 'main.rs': script('mod adding;\nuse adding::*;', 3, 'std::process::exit(0);') },
      1,
    ),
    'a script that leaves early, where it does not': passed({ 'adding.rs': adding }, { 'main.rs': early }, 1),
    'a script that leaves early': {
      solution: { 'adding.rs': solution('a | b') },
      tests: { 'main.rs': early },
      expect: { outcome: 'failed', phase: 'test', reason: 'early-exit' },
    },
    'a script that ends by a function and a condition': passed(
      { 'adding.rs': adding },
      { 'main.rs': ending },
      1,
    ),
    'a script that ends by a function and a condition, failing': failing(
      { 'adding.rs': solution('a | b') },
      { 'main.rs': ending },
    ),
    'tests that start the program': passed(started('a + b'), { 'tests/cli.rs': starting }, 1),
    'tests that start the program, failing': failing(started('a * b'), { 'tests/cli.rs': starting }),
    'tests that are ignored until they are reached': passed(
      { 'src/lib.rs': adding },
      { 'tests/steps.rs': steps },
      3,
    ),
    'a script that expects to stand in one file': passed(
      { 'solution.rs': adding },
      { 'main.rs': script('', 3) },
      1,
    ),
    'settings of the solution have no effect': passed(
      {
        'src/lib.rs': `${adding}\n#[cfg(test)]\nmod own {\n    #[test]\n    fn fails() {\n        panic!("not the suite's");\n    }\n}\n`,
        'build.rs': 'fn main() { panic!("built") }',
        '.cargo/config.toml': '[build]\nrustflags = ["--nonsense"]\n',
        'rust-toolchain.toml': '[toolchain]\nchannel = "1.0"\n',
      },
      { 'src/tests.rs': tests('use super::*;') },
      2,
    ),
  },
};
