import { expect, test } from 'vitest';
import { alterGo } from '../go/alterations.ts';
import { alterCheck } from '../go/testify.ts';
import { alterAssertion, alterRust } from '../rust/alterations.ts';
import { splitArguments, withOtherLiteral } from './literals.ts';

test.each([
  ['5', '4'],
  ['10', '11'],
  ['255u8', '254u8'],
  ['1.5e3', '0.5e3'],
  ['0xff', '0xfe'],
  ['true', 'false'],
  ['"a"', '"~a"'],
  ['""', '"~"'],
  ["'x'", "'~'"],
  ['b"ab"', 'b"~b"'],
  ['[]int{1, 2}', '[]int{1, 1}'],
  ['x.0', null],
  ['[0; 3]', '[1; 3]'],
  ['[2]interface{}{nil, nil}', null],
  ['[12]int{7}', '[12]int{6}'],
  ['i32::MAX', null],
])('%s becomes %s', (text, other) => {
  expect(withOtherLiteral(text)).toBe(other);
});

test('arguments are separated by commas that stand alone', () => {
  expect(splitArguments(`f(1, 2), "a, b", ',', [x, y], 'a`)).toEqual([
    'f(1, 2)',
    ' "a, b"',
    " ','",
    ' [x, y]',
    " 'a",
  ]);
});

test.each([
  ['assert_eq!(add(1, 2), 3)', 'assert_eq!(add(1, 2), 2)'],
  ['assert_eq!(3, add(1, 2), "why {}", 1)', 'assert_eq!(2, add(1, 2), "why {}", 1)'],
  ['assert_eq!(f(1), Some(vec![2]))', 'assert_eq!(f(1), Some(vec![1]))'],
  ['assert_eq!(f(1), "a".to_string())', 'assert_eq!(f(1), "~a".to_string())'],
  ['assert_eq!(f(1), g(2))', 'assert_ne!(f(1), g(2))'],
  ['assert_ne!(f(1), 2)', 'assert_eq!(f(1), 2)'],
  ['assert!(f(1) == 2)', 'assert!(f(1) == 1)'],
  ['assert!(f(1) && x == 2, "why")', 'assert!(!(f(1) && x == 2), "why")'],
  ['assert!(f(1))', 'assert!(!(f(1)))'],
])('an honest program fails: %s', (assertion, altered) => {
  expect(alterAssertion(assertion).text).toBe(altered);
});

test.each([
  ['assert.Equal(t, 5, add(2, 3))', 'assert.Equal(t, 4, add(2, 3))'],
  ['assert.Equal(f(2), x)', 'assert.Equal([]interface{}{f(2)}, x)'],
  ['s.Require().Equal("a", f("b"), "why")', 's.Require().Equal( "~a", f("b"), "why")'],
  ['require.NoError(t, err)', 'require.Error(t, err)'],
  ['require.Len(t, x, 3)', 'require.Len(t, x, 3 + 1)'],
  ['a.t.Error("no")', 'a.t.Error("no")'],
])('testify: %s', (call, altered) => {
  expect(alterCheck(call).text.replaceAll(' ', '')).toBe(altered.replaceAll(' ', ''));
});

test('what the text says to be expected is changed, and then nothing else', () => {
  const check = 'assert!(f(2) > 1);';
  expect(
    alterRust(`${check} // assert!(x)\n"assert!(x)"; assert_eq!(f(1), 2); if f(3) != 4 { panic!("no") }`),
  ).toBe(`${check} // assert!(x)\n"assert!(x)"; assert_eq!(f(1), 1); if f(3) != 3 { panic!("no") }`);
});

test('where the text says no value, what it asserts is denied', () => {
  expect(alterRust('#[test] #[should_panic] fn a() { assert!(f(2) > 1); if !g() { panic!() } }')).toBe(
    '#[test] #[allow(dead_code)] fn a() { assert!(!(f(2) > 1)); if (!g()) || true { panic!() } }',
  );
});

test.each([
  ['if got := f(1); got != 2 {\n\tt.Error(got)\n}', 'if got := f(1); got != 1 {\n\tt.Error(got)\n}'],
  [
    'if got := f(1); got != want {\n\tt.Error(got)\n}',
    'if got := f(1); (got != want) || true {\n\tt.Error(got)\n}',
  ],
  [
    'if !reflect.DeepEqual(f(1), []int{1, 2}) { t.Fatal() }',
    'if (!reflect.DeepEqual(f(1), []int{1, 2})) || true { t.Fatal() }',
  ],
  ['if f(1) == 2 { } else { panic("no") }', 'if (f(1) == 2) && false { } else { panic("no") }'],
  ['want := []int{1, 2}\nif got != want { t.Error() }', 'want := []int{1, 1}\nif got != want { t.Error() }'],
  ['c{in: 1, want: 2, name: "x"}', 'c{in: 1, want: 1, name: "x"}'],
  [
    'x := []struct {\n\ta, b int\n\twant []int\n}{\n\t{1, 2, []int{3, 4}},\n\t{1, 2, nil},\n}',
    'x := []struct {\n\ta, b int\n\twant []int\n}{\n\t{1, 2, []int{3, 3}},\n\t{1, 2, nil},\n}',
  ],
  [
    'type row struct { in, want int }\nvar rows = []row{{1, 2}, {in: 1, want: 3}}',
    'type row struct { in, want int }\nvar rows = []row{{1, 1}, {in: 1, want: 2}}',
  ],
  ['fmt.Println(f(1))\n// Output: 2', 'fmt.Println(f(1))\n// Output: 2 not this'],
  [
    '\tassert.Equal(t, 5, f(1)) // if x != 5 { panic() }',
    '\tassert.Equal(t, 4, f(1)) // if x != 5 { panic() }',
  ],
  ['if testing.Short() { t.Skip() }', 'if testing.Short() { t.Skip() }'],
])('Go: %s', (suite, altered) => {
  expect(alterGo(suite)).toBe(altered);
});
