import type { Diagnosis, FailureReason, Phase, StepResult } from '@seedmill/contracts';

type Failure = { phase: Phase; reason: FailureReason };

const ERROR = /^(?!cc1)[^\n]*?(?:fatal )?error: ([^\n]*)/gm;
const WARNING = /^\S[^\n]*?:\d+:\d+: warning: [^\n]*/gm;
const MISSED = /^the suite misses a file$/m;

/** What the words of the first error say of its kind, in order. */
const KINDS: readonly (readonly [RegExp, Failure])[] = [
  [
    /^(?:stray|missing terminating|unterminated|expected (?!.* to be )(?:[‘'"`]|identifier|expression|declaration|statement|unqualified-id|primary-expression|initializer|specifier|template|nested-name|constructor|parameter|type-specifier|class-name|end of|id-expression)|invalid (?:suffix|preprocessing)|.* before [‘'].*[’'] token|[‘'](?:else|case|break|continue)[’'] )/,
    { phase: 'parse', reason: 'syntax-error' },
  ],
  [
    /undeclared|was not declared|has not been declared|does not name a (?:template )?type|unknown type name|is not a member of|implicit declaration|No such file or directory|is not a class, namespace|not a template|incomplete type/,
    { phase: 'lint', reason: 'lint-error' },
  ],
  [
    /convert|conversion|incompatible|no matching function|no match for|too (?:many|few) arguments|conflicting types|invalid (?:operands|type|use|initialization)|has no member|request for member|makes (?:integer|pointer)|aggregate value|used as|discards qualifiers|read-only|deduc|constraint|cannot bind|ambiguat|ambiguous|void value|return-statement|wrong type|subscripted value|called object/,
    { phase: 'compile', reason: 'type-error' },
  ],
];

/** Reads the words of GCC and of the linker. */
export function diagnoseNative({ exitCode, stderr }: StepResult): Diagnosis {
  const warnings = stderr.match(WARNING) ?? [];
  if (exitCode === 0) return { failure: null, warnings };
  const error = [...stderr.matchAll(ERROR)][0]?.[1];
  // What a suite needs and does not bring is no mistake of the solution.
  if (MISSED.test(stderr)) return { failure: { phase: 'compile', reason: 'compile-error' }, warnings };
  // The compilation went well, but for a warning of a mistake in any program.
  if (error === undefined && warnings.length > 0)
    return { failure: { phase: 'lint', reason: 'lint-error' }, warnings };
  const known = KINDS.find(([words]) => words.test(error ?? ''))?.[1];
  return { failure: known ?? { phase: 'compile', reason: 'compile-error' }, warnings };
}
