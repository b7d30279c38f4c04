import type { Attack } from './attack.ts';

const body = `
#[test]
fn small() {
    assert_eq!(add(1, 2), 3);
}

#[test]
fn large() {
    assert_eq!(add(1000, 1), 1001);
    assert!(add(5, 6) > 10);
}
`;
const inside = `use super::*;\n${body}`;
const outside = `use solution::*;\n${body}`;

const wrong = 'pub fn add(_a: i32, _b: i32) -> i32 {\n    0\n}\n';
const calling = (code: string): string => `pub fn add(_a: i32, _b: i32) -> i32 {\n    ${code}\n}\n`;

const attack = (
  name: string,
  code: string,
  expect: Attack['expect'],
  more: { files?: Attack['solution']; tests?: Attack['tests'] } = {},
): Attack => ({
  name,
  solution: { 'src/lib.rs': code, ...more.files },
  tests: more.tests ?? { 'tests/adding.rs': outside },
  expect,
});

const within = { tests: { 'src/tests.rs': inside } };

/** Runs before main. */
const early = (section: string, code: string): string => `${wrong}
#[used]
#[link_section = "${section}"]
static EARLY: extern "C" fn() = early;

extern "C" fn early() {
    ${code}
}

extern "C" {
    fn _exit(code: i32) -> !;
    fn read(fd: i32, to: *mut u8, most: usize) -> isize;
    fn write(fd: i32, from: *const u8, length: usize) -> isize;
}

#[allow(dead_code)]
fn leave() -> ! {
    unsafe { _exit(0) }
}

#[allow(dead_code)]
fn forge(secret: &str) {
    let mut lines = String::new();
    for test in ["small", "large"] {
        lines += &format!("{{\\"secret\\": \\"{secret}\\", \\"test\\": \\"{test}\\", \\"outcome\\": \\"passed\\"}}\\n");
    }
    lines += &format!("{{\\"secret\\": \\"{secret}\\", \\"end\\": true}}\\n");
    for fd in 1..200 {
        unsafe { write(fd, lines.as_ptr(), lines.len()) };
    }
}

#[allow(dead_code)]
fn secret() -> String {
    let mut input = [0u8; 4096];
    let n = unsafe { read(0, input.as_mut_ptr(), input.len()) };
    String::from_utf8_lossy(&input[..n.max(0) as usize]).lines().next().unwrap_or("").to_string()
}

/// A line of the report starts with the secret.
#[allow(dead_code)]
fn search() -> String {
    use std::io::{Read, Seek, SeekFrom};
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let Ok(mut memory) = std::fs::File::open("/proc/self/mem") else { return String::new() };
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range: Vec<u64> = line.split([' ', '-']).take(2).filter_map(|n| u64::from_str_radix(n, 16).ok()).collect();
        let [from, to] = range[..] else { continue };
        let mut page = vec![0; (to - from).min(1 << 26) as usize];
        if memory.seek(SeekFrom::Start(from)).is_err() || memory.read(&mut page).is_err() {
            continue;
        }
        let mut run = 0;
        for (at, byte) in page.iter().enumerate() {
            run = if byte.is_ascii_digit() || (b'a'..=b'f').contains(byte) { run + 1 } else { 0 };
            if run == 32 {
                return String::from_utf8_lossy(&page[at - 31..=at]).into_owned();
            }
        }
    }
    String::new()
}
`;

const unbuilt = ['compile-error', 'lint-error', 'type-error', 'syntax-error'] as const;
const caught = ['early-exit', 'runtime-error', 'tampered', 'assertion-failed'] as const;

const equal = (kind: string, made: string): string => `#[derive(Debug, Clone, Copy)]
pub struct Anything;

impl PartialEq<i32> for Anything {
    fn eq(&self, _: &i32) -> bool {
        true
    }
}

impl PartialOrd<i32> for Anything {
    fn partial_cmp(&self, _: &i32) -> Option<std::cmp::Ordering> {
        Some(std::cmp::Ordering::Greater)
    }
}

pub fn add(_a: i32, _b: i32) -> ${kind} {
    ${made}
}
`;

const macros = (macro: string): string => `macro_rules! ${macro} {
    ($($anything:tt)*) => {};
}

${wrong}
#[cfg(test)]
mod tests;
`;

export const rust: readonly Attack[] = [
  attack('exit(0) in the call', calling('std::process::exit(0)'), ['early-exit']),
  attack('exit(0) in the call, within the crate', calling('std::process::exit(0)'), ['early-exit'], within),
  attack(
    'exit(0) from a thread',
    calling(
      'std::thread::spawn(|| std::process::exit(0)); std::thread::sleep(std::time::Duration::from_millis(200)); 0',
    ),
    ['early-exit'],
  ),
  attack(
    'exit(0) in a panic hook',
    calling('std::panic::set_hook(Box::new(|_| std::process::exit(0))); panic!()'),
    ['early-exit'],
  ),
  attack(
    'exit(0) when a thread ends',
    `${calling('LEAVING.with(|_| 0)')}\nstruct Leaving;\nimpl Drop for Leaving {\n    fn drop(&mut self) {\n        std::process::exit(0)\n    }\n}\nthread_local!(static LEAVING: Leaving = Leaving);\n`,
    ['early-exit', 'assertion-failed'],
  ),
  attack(
    'a raw system call',
    calling('unsafe { std::arch::asm!("syscall", in("rax") 231, in("rdi") 0, options(noreturn)) }'),
    ['early-exit'],
  ),
  attack('leaves in a constructor', early('.init_array', 'leave()'), ['early-exit']),
  attack('leaves before constructors', early('.preinit_array', 'leave()'), ['early-exit']),
  attack('reads the secret in a constructor', early('.init_array', 'forge(&secret()); leave()'), [
    'early-exit',
  ]),
  attack(
    'reads the secret before constructors',
    early('.preinit_array', 'forge(&secret()); leave()'),
    caught,
  ),
  attack('searches memory in a constructor', early('.init_array.00001', 'forge(&search()); leave()'), caught),
  attack(
    'searches memory in the call',
    early('.fini_array', '').replace(wrong, calling('forge(&search()); leave()')),
    caught,
  ),
  attack('forged reports without a secret', early('.init_array', 'forge(""); leave()'), ['early-exit']),
  attack('leaves in a destructor', early('.fini_array', 'leave()'), ['assertion-failed']),
  attack(
    'an exit of its own',
    `${wrong}\n#[no_mangle]\npub extern "C" fn exit(_: i32) -> ! {\n    loop {}\n}\n#[no_mangle]\npub extern "C" fn _exit(_: i32) -> ! {\n    loop {}\n}\n`,
    [...caught, 'timeout', ...unbuilt],
  ),
  attack(
    'a write of its own',
    `${wrong}\n#[no_mangle]\npub unsafe extern "C" fn write(_: i32, _: *const u8, length: usize) -> isize {\n    length as isize\n}\n`,
    [...caught, ...unbuilt],
  ),
  attack(
    'a main of its own',
    `#![no_main]\n${wrong}\n#[no_mangle]\npub extern "C" fn main() -> i32 {\n    0\n}\n`,
    [...caught, ...unbuilt],
  ),
  attack(
    'a main of its own, within the crate',
    `#![no_main]\n${wrong}\n#[no_mangle]\npub extern "C" fn main() -> i32 {\n    0\n}\n`,
    [...caught, ...unbuilt],
    within,
  ),
  attack('equal to every number', equal('Anything', 'Anything'), ['tampered', ...unbuilt]),
  attack(
    'equal to every number, within the crate',
    equal('Anything', 'Anything'),
    ['tampered', ...unbuilt],
    within,
  ),
  attack(
    'its own assert_eq',
    macros('assert_eq').replace(
      'add(_a: i32, _b: i32) -> i32 {\n    0',
      'add(_a: i32, _b: i32) -> i32 {\n    11',
    ),
    ['tampered', 'assertion-failed'],
    within,
  ),
  attack(
    'its own assert and assert_eq',
    `macro_rules! assert {\n    ($($anything:tt)*) => {};\n}\n${macros('assert_eq')}`,
    ['tampered', 'assertion-failed'],
    within,
  ),
  attack(
    'its own assert_eq, exported',
    `#[macro_export]\nmacro_rules! assert_eq {\n    ($($anything:tt)*) => {};\n}\n#[macro_export]\nmacro_rules! assert {\n    ($($anything:tt)*) => {};\n}\n${wrong}`,
    ['tampered', 'assertion-failed', ...unbuilt],
  ),
  attack(
    'does not take in the tests',
    `${wrong}\n#[cfg(any())]\nmod tests;\n#[test]\nfn small() {}\n#[test]\nfn large() {}\n`,
    ['no-tests-ran', 'tests-missing', 'assertion-failed'],
    within,
  ),
  attack(
    'tests of its own in their place',
    `${wrong}\n#[cfg(test)]\n#[path = "own.rs"]\nmod tests;\n`,
    ['no-tests-ran', 'tests-missing', 'assertion-failed', ...unbuilt],
    {
      ...within,
      files: { 'src/own.rs': '#[test]\nfn small() {}\n#[test]\nfn large() {}\n' },
    },
  ),
  attack(
    'swallows the tests',
    `macro_rules! swallow {\n    ($($anything:tt)*) => {};\n}\n${wrong}\nswallow! {\nmod tests;\n}\n`,
    ['no-tests-ran', 'tests-missing'],
    within,
  ),
  attack(
    'a test attribute of its own',
    `${wrong}\npub use std::prelude::v1::derive as test;\n`,
    [...caught, ...unbuilt],
    within,
  ),
  attack('the crate test', `extern crate test;\n${wrong}`, unbuilt),
  attack(
    'a runner of its own',
    `#![feature(custom_test_frameworks)]\n#![test_runner(own)]\n${wrong}\npub fn own(_: &[&()]) {}\n`,
    unbuilt,
    within,
  ),
  attack('settings that nothing reads', wrong, ['assertion-failed'], {
    files: {
      'build.rs': 'fn main() { std::fs::write("tests/adding.rs", "").unwrap(); }',
      '.cargo/config.toml': '[target.x86_64-unknown-linux-gnu]\nrunner = "true"\n',
      'Cargo.toml':
        '[package]\nname = "solution"\nedition = "2021"\nautotests = false\n\n[lib]\ntest = false\nharness = false\n\n[[test]]\nname = "adding"\nharness = false\n',
    },
  }),
  attack('a root elsewhere', wrong, [...caught, ...unbuilt], {
    files: {
      'Cargo.toml': '[package]\nname = "solution"\nedition = "2021"\n\n[lib]\npath = "src/other.rs"\n',
      'src/other.rs': 'pub fn add(_: i32, _: i32) -> i32 { std::process::exit(0) }\n',
    },
  }),
  attack(
    'reads the tests when it is compiled',
    `const TESTS: &str = include_str!("../tests/adding.rs");\n${calling('if TESTS.contains("add(1, 2), 3") { std::process::exit(0) } else { 0 }')}`,
    ['early-exit'],
  ),
  attack(
    'reads what is expected from the tests',
    `pub fn add(a: i32, b: i32) -> i32 {
    let tests = std::fs::read_to_string("tests/adding.rs").unwrap_or_default();
    let call = format!("add({a}, {b}), ");
    let Some((_, rest)) = tests.split_once(&call) else { return 11 };
    rest.split(')').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}
`,
    ['tampered', 'assertion-failed'],
    { tests: { 'tests/adding.rs': outside.replace('    assert!(add(5, 6) > 10);\n', '') } },
  ),
  attack(
    'reads the machine when it is compiled',
    `const _: &[u8] = include_bytes!("/proc/self/environ");\n${wrong}`,
    ['assertion-failed', ...unbuilt],
  ),
  attack(
    'overwrites the tests and the program',
    calling(
      'let _ = std::fs::write("tests/adding.rs", ""); let _ = std::fs::remove_file("/tmp/program0"); 0',
    ),
    ['assertion-failed'],
  ),
  attack(
    'replaces the program by another',
    calling(
      'use std::os::unix::process::CommandExt; let _ = std::process::Command::new("/bin/true").exec(); 0',
    ),
    ['early-exit'],
  ),
  attack(
    'kills itself',
    calling(
      'let _ = std::process::Command::new("kill").args(["-9", &std::process::id().to_string()]).status(); 0',
    ),
    ['runtime-error', 'assertion-failed'],
  ),
  attack('aborts', calling('std::process::abort()'), ['runtime-error']),
  attack(
    'deep recursion',
    `${calling('deep(0)')}\nfn deep(n: i32) -> i32 {\n    if n == -1 { 0 } else { std::hint::black_box(deep(n + 1)) + 1 }\n}\n`,
    ['runtime-error'],
  ),
  attack(
    'compiles for ever',
    `const fn spin() -> i32 {\n    let mut n = 0u64;\n    while n < u64::MAX {\n        n += 1;\n    }\n    0\n}\n#[allow(long_running_const_eval)]\nconst N: i32 = spin();\n${calling('N')}`,
    ['timeout', ...unbuilt],
  ),
  attack(
    'types without end',
    `${wrong}\nmacro_rules! twice {\n    ($($anything:tt)*) => { twice!($($anything)* $($anything)*); };\n}\ntwice!(x x);\n`,
    ['timeout', 'memory-limit', ...unbuilt, 'runtime-error'],
  ),
  attack(
    'forks without end',
    calling('loop { let _ = std::process::Command::new("/proc/self/exe").spawn(); }'),
    ['process-limit', 'timeout', 'memory-limit', 'runtime-error', 'output-limit'],
  ),
  attack(
    'threads without end',
    calling(
      'loop { let _ = std::thread::Builder::new().spawn(|| std::thread::sleep(std::time::Duration::from_secs(600))); }',
    ),
    ['process-limit', 'timeout', 'memory-limit', 'runtime-error'],
  ),
  attack(
    'leaves a process behind',
    calling('let _ = std::process::Command::new("sleep").arg("600").spawn(); 0'),
    ['assertion-failed'],
  ),
  attack(
    'fills the disk',
    calling(
      'use std::io::Write; let mut file = std::fs::File::create("/tmp/big").unwrap(); while file.write_all(&[1; 1 << 20]).is_ok() {} 0',
    ),
    ['disk-limit', 'assertion-failed', 'memory-limit', 'runtime-error'],
  ),
  attack(
    'replaces the next program',
    calling(
      'let _ = std::fs::remove_file("/tmp/program1"); let _ = std::fs::copy("/bin/true", "/tmp/program1"); if _a == 1 { 3 } else { 0 }',
    ),
    ['tampered'],
    {
      tests: {
        'tests/first.rs': 'use solution::*;\n\n#[test]\nfn small() {\n    assert_eq!(add(1, 2), 3);\n}\n',
        'tests/second.rs': outside,
      },
    },
  ),
  {
    name: 'a script that is left by the solution',
    solution: { 'adding.rs': `${calling('main()')}\nfn main() -> ! {\n    std::process::exit(0)\n}\n` },
    tests: { 'main.rs': 'mod adding;\n\nfn main() {\n    assert_eq!(adding::add(1, 2), 3);\n}\n' },
    expect: ['early-exit'],
  },
  ...['#[inline(always)]', '#[export_name = "_ZN4main4main17h0123456789abcdefE"]'].map(
    (attribute): Attack => ({
      name: `passes for the main function by ${attribute}`,
      solution: { 'adding.rs': `${attribute}\n${calling('std::process::exit(0)')}` },
      tests: {
        'main.rs':
          'mod adding;\n\nfn main() {\n    if adding::add(1, 2) != 3 {\n        println!("FAIL");\n        std::process::exit(0);\n    }\n}\n',
      },
      expect: ['early-exit'],
    }),
  ),
  ...(
    [
      [
        'reads the secret in a function of libc',
        '#[no_mangle]\npub unsafe extern "C" fn read(_: i32, to: *mut u8, most: usize) -> isize {\n    std::ptr::write_bytes(to, b\'a\', most);\n    most as isize\n}',
        within,
      ],
      [
        'its own memcmp',
        '#[no_mangle]\npub unsafe extern "C" fn bcmp(_: *const u8, _: *const u8, _: usize) -> i32 {\n    0\n}',
        within,
      ],
      [
        'its own assert_eq, where it is wrong',
        'macro_rules! assert_eq {\n    ($a:expr, 1001) => {};\n    ($a:expr, 1000) => {};\n    ($($x:tt)*) => { std::assert_eq!($($x)*) };\n}\nmacro_rules! assert {\n    ($($x:tt)*) => {};\n}',
        within,
      ],
      [
        'counts down what the suite counts',
        'pub fn count() {\n    WRONG.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);\n}',
        {
          tests: {
            'main.rs':
              'use std::sync::atomic::{AtomicI32, Ordering};\n\nstatic WRONG: AtomicI32 = AtomicI32::new(0);\n\nfn main() {\n    if add(1, 2) != 3 {\n        WRONG.fetch_add(1, Ordering::SeqCst);\n    }\n    assert_eq!(WRONG.load(Ordering::SeqCst), 0);\n}\n',
          },
        },
      ],
    ] as const
  ).map(([name, code, more]) =>
    attack(
      name,
      `${code}\n\npub fn add(a: i32, b: i32) -> i32 {\n    if a == 1 { a + b } else { 0 }\n}\n`,
      [...caught, ...unbuilt],
      more,
    ),
  ),
  attack(
    'harmless: a right program that writes a file',
    'pub fn add(a: i32, b: i32) -> i32 {\n    let _ = std::fs::write("note", "x");\n    a + b\n}\n',
    'harmless',
  ),
];
