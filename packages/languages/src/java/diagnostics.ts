import type { Diagnosis, FailureReason, Phase, StepResult } from '@seedmill/contracts';

/** The compiler in the image ends so when its parser refused a file: no other check was made then. */
const SYNTAX_ERRORS = 2;

/** As javac prints it, with javac's own name for it: `Solution.java:3: error: cannot find symbol [compiler.err.cant.resolve]`. */
const LINE = /^\S.*?: (error|warning): .*\[compiler\.(?:err|warn)\.([\w.]+)\]$/;

const UNDEFINED = /^(cant\.resolve|doesnt\.exist|cant\.ref\.non\.effectively)/;
const TYPES =
  /^(prob\.found\.req|incompatible|incomparable|cant\.apply|ref\.ambiguous|operator\.cant\.be\.applied|does\.not\.override|override|not\.within\.bounds|illegal\.initializer|array\.req|foreach\.not\.applicable|types\.incompatible|unexpected\.type|void\.not\.allowed|wrong\.number\.type\.args|type\.found\.req|not\.loop|name\.clash|illegal\.char\.for|abstract\.cant|non-static|generic|invalid\.mref|constant\.label|not\.exhaustive|undef\.label|report\.access)/;

/** What javac says of a program. */
export function diagnoseJava(phase: Phase, step: StepResult): Diagnosis {
  const found = step.stderr.split('\n').flatMap((line) => {
    const [whole, severity, name = ''] = LINE.exec(line) ?? [];
    return whole === undefined ? [] : [{ line: whole, severity, name }];
  });
  const warnings = found.filter(({ severity }) => severity === 'warning').map(({ line }) => line);
  if (phase !== 'compile' || step.exitCode === 0) return { failure: null, warnings };
  const failure = (of: Phase, reason: FailureReason): Diagnosis => ({
    failure: { phase: of, reason },
    warnings,
  });
  if (step.exitCode === SYNTAX_ERRORS) return failure('parse', 'syntax-error');
  const first = found.find(({ severity }) => severity === 'error')?.name ?? '';
  if (UNDEFINED.test(first)) return failure('lint', 'lint-error');
  if (TYPES.test(first)) return failure('compile', 'type-error');
  return failure('compile', 'compile-error');
}
