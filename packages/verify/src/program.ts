import type { Language, Program, SourceFile } from '@seedmill/contracts';

/** One solution and one suite under the language's fixed file names. */
export function programOf({ layout }: Language, solution: SourceFile, tests: SourceFile): Program {
  return {
    solution: { ...layout.support, [layout.solution]: solution.code },
    tests: { [layout.suite]: tests.code },
  };
}
