import type { Files } from '@seedmill/contracts';
import { withoutComments } from './includes.ts';

const DEFINES =
  /^[ \t]*(?:#|%:)[ \t]*(?:define|undef|pragma[ \t]+(?:push_macro|pop_macro|redefine_extname)[ \t]*\(?[ \t]*"?)[ \t]*(\w+)([^\n]*)|_Pragma\s*\(\s*L?"(?:push|pop)_macro\s*\(\s*\\"(\w+)/gm;

const KEYWORDS =
  'if else while for do switch case default break continue goto return sizeof const volatile void char short int long float double signed unsigned struct union enum static extern bool true false class namespace template typename operator new delete this throw try catch auto using decltype constexpr nullptr main';
/** What suites compare with, and what they and their frameworks call. */
const CALLED =
  'assert static_assert _Static_assert strcmp strncmp strcasecmp strncasecmp memcmp bcmp wcscmp fabs fabsf fabsl abs labs isnan isinf isclose exit __builtin_exit abort setjmp longjmp __assert_fail EXIT_FAILURE EXIT_SUCCESS __FILE__ __LINE__ __func__ __VA_ARGS__';
const RESERVED = new Set(`${KEYWORDS} ${CALLED}`.split(' '));
const FRAMEWORKS =
  /^(?:(?:DOCTEST|CATCH|GTEST|UNITY)_\w+|(?:CHECK|REQUIRE|WARN)(?:_(?:EQ|NE|[LG][TE]|FALSE|UNARY\w*|THROWS\w*|NOTHROW\w*|MESSAGE|THAT))?|(?:EXPECT|ASSERT)_\w+|TEST(?:_[FP])?|(?:TEMPLATE_)?TEST_CASE\w*|SUBCASE|SECTION|TEST_ASSERT\w*|TEST_FAIL\w*|RUN_TEST|RUN_ALL_TESTS|START_TEST|END_TEST|ck_\w+|cmocka_\w+|assert_(?:\w+_)?(?:equal|true|false|null|in_range)\w*)$/;

/** Habits that change nothing that a suite judges by: `#define int long long`, `#define bool char`. */
const HABITS =
  /^(?:int\s+(?:long long|long|int64_t|ll)|double\s+long double|bool\s+(?:int|char|_Bool|unsigned char)|true\s+\(?1\)?|(?:false|EXIT_SUCCESS)\s+\(?0\)?|EXIT_FAILURE\s+\(?-?[1-9]\d*\)?)\s*$/;

const REOPENS = /\bnamespace\s+(doctest|Catch|testing)\b/;

/** The names, of what suites judge by, to which this text of a solution gives a meaning of its own. */
export function redefinedIn(text: string): string[] {
  const code = withoutComments(text);
  const macros = [...code.matchAll(DEFINES)].flatMap(([, defined, rest = '', pushed]) => {
    const name = defined ?? pushed ?? '';
    const reserved = RESERVED.has(name) || FRAMEWORKS.test(name);
    return reserved && !HABITS.test(`${name} ${rest.trim()}`) ? [name] : [];
  });
  const reopened = REOPENS.exec(code)?.[1];
  return reopened === undefined ? macros : [...macros, reopened];
}

/** The first name that a file of the solution redefines where a suite sees it. */
export const tamperingOf = (solution: Files, seen: ReadonlySet<string>): string | null =>
  Object.entries(solution).flatMap(([path, text]) => (seen.has(path) ? redefinedIn(text) : []))[0] ?? null;
