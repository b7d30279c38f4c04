import { masked, withoutComments } from './includes.ts';

/** What only a newer standard has, or only an older one, than programs are compiled with. */
const OTHERS = {
  c: [
    [
      'gnu23',
      /#[ \t]*(?:embed\b|include[ \t]*<std(?:bit|ckdint)\.h>|elifn?def\b)/,
      /\b(?:nullptr|nullptr_t|constexpr|typeof_unqual|unreachable\s*\(|\d+'\d+)|\benum\s*\w*\s*:\s*\w|\bauto\s+\w+\s*=/,
    ],
  ],
  cpp: [
    [
      'gnu++23',
      /#[ \t]*(?:include[ \t]*<(?:expected|print|generator|stacktrace|spanstream|stdfloat|flat_map|flat_set|mdspan)>|elifn?def\b)/,
      /\bstd\s*::\s*(?:expected|unexpected|print|println|to_underlying|unreachable|byteswap|forward_like|move_only_function|out_ptr|generator|invoke_r)\b|\b(?:if\s+consteval|this\s+auto|this\s+\w+\s*&&?\s*self|static\s+(?:\w+\s+)+operator\s*\(\s*\))|\branges\s*::\s*(?:to|contains|starts_with|ends_with|fold_left|fold_right|find_last|iota)\b|\bviews\s*::\s*(?:zip|enumerate|chunk|chunk_by|slide|stride|adjacent|pairwise|cartesian_product|join_with|as_const|as_rvalue|repeat)\w*|\.\s*(?:and_then|or_else|transform)\s*\(|\d[uU]?[zZ][uU]?\b|\boperator\s*\[\s*\]\s*\([^(),]*,/,
    ],
    ['gnu++14', null, /\)\s*(?:const\s*)?throw\s*\(\s*[A-Za-z_]|\bauto_ptr\s*</],
  ],
} as const;

/** The standard that a program needs where it is not the usual one; null where that one will do. */
export function standardOf(language: 'c' | 'cpp', texts: readonly string[]): string | null {
  const found = OTHERS[language].find(([, directives, code]) =>
    texts.some((text) => directives?.test(withoutComments(text)) === true || code.test(masked(text))),
  );
  return found?.[0] ?? null;
}
