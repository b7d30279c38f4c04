import { expect, test } from 'vitest';
import { layoutOf } from './layout.ts';

const TEST = '#[test]\nfn one() {}\n';

const layout = (
  solution: Record<string, string>,
  tests: Record<string, string>,
  files = Object.keys(tests),
  style: 'framework' | 'script' = 'framework',
) => layoutOf({ solution, tests }, { style, files, declared: 1 });

test('a file that speaks of the module around it belongs to the crate', () => {
  const declared = layout({ 'src/lib.rs': 'mod tests;' }, { 'src/tests.rs': `use super::*;\n${TEST}` });
  expect(declared).toMatchObject({ library: null, roots: [{ file: 'src/lib.rs', library: false }] });
  expect(declared.files['src/lib.rs']).toBe('mod tests;');
});

test('a module that nobody declares is declared', () => {
  const { files } = layout({ 'solution.rs': '' }, { 'checks/tests.rs': `use crate::one;\n${TEST}` });
  expect(files['solution.rs']).toContain('#[path = "checks/tests.rs"]\nmod tests;');
});

test('a module does not clash with tests of the program', () => {
  const { files } = layout({ 'src/lib.rs': 'mod tests { }' }, { 'src/tests.rs': `use super::*;\n${TEST}` });
  expect(files['src/lib.rs']).toContain('mod suite_tests;');
});

test('an integration test is a crate of its own, which uses the library under the names it knows', () => {
  const { library, roots, manifest } = layout(
    { 'src/lib.rs': '', 'Cargo.toml': '[package]\nname = "two-fer"\nedition = "2018"\n' },
    {
      'tests/two-fer.rs': `use two_fer::twofer;\nuse std::fmt;\n${TEST}`,
      'tests/common/mod.rs': 'pub fn x() {}',
    },
  );
  expect(manifest).toMatchObject({ crate: 'two_fer', edition: '2018' });
  expect(library).toEqual({ file: 'src/lib.rs', names: ['two_fer'] });
  expect(roots).toEqual([{ file: 'tests/two-fer.rs', library: true }]);
});

test('a root that declares the program as its module stands alone', () => {
  const { library, roots } = layout(
    { 'solution.rs': '' },
    { 'solution_test.rs': `mod solution;\nuse solution::*;\n${TEST}` },
  );
  expect(library).toBeNull();
  expect(roots).toEqual([{ file: 'solution_test.rs', library: false }]);
});

test('what leads nowhere is taken into the text of the program', () => {
  const { files, roots } = layout(
    { 'solution.rs': 'fn f() {}' },
    { 'main.rs': 'fn main() { f(); }' },
    ['main.rs'],
    'script',
  );
  expect(roots).toEqual([{ file: 'solution.rs', library: false }]);
  expect(files['solution.rs']).toContain('include!("main.rs");');
});

test('a crate is also used by a path alone', () => {
  const { roots } = layout(
    { 'src/lib.rs': '' },
    { 'tests/one.rs': '#[test]\nfn one() { solution::one(); }\n' },
  );
  expect(roots).toEqual([{ file: 'tests/one.rs', library: true }]);
});

test('tests that were written below the program are joined to it', () => {
  const text = '#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn one() {}\n}\n';
  expect(layout({ 'src/main.rs': 'fn main() {}' }, { 'src/tests.rs': text }).files['src/main.rs']).toContain(
    'include!',
  );
});

test('a suite without a test still has a program, which runs none', () => {
  const { roots } = layout({ 'src/lib.rs': '' }, { 'tests/helper.rs': 'use solution::x;' });
  expect(roots).toHaveLength(1);
});
