import {
  type Attempt,
  type Language,
  languageNamed,
  type PhaseOutput,
  type ProgramVerdict,
  type ProgramVerifier,
  type Suite,
  type Verdict,
  type Verifier,
} from '@seedmill/contracts';
import { checkSuite } from './check-suite.ts';
import { programOf } from './program.ts';
import { type VerifierParts, verifyProgram } from './verify-program.ts';

/** Judges attempts, suites, and programs from anywhere: parse → lint and type-check → compile → tests in the sandbox. */
export function createVerifier(parts: VerifierParts): Verifier & ProgramVerifier {
  const languageOf = (id: string): Language => languageNamed(parts.languages, id);
  return {
    verify: async (run, attempt, suite, signal) => {
      const language = languageOf(attempt.language);
      const program = programOf(language, attempt.solution, suite.tests);
      return verdictOf(run, attempt, await verifyProgram(parts, language, program, namesOf(suite), signal));
    },
    verifyProgram: async (language, program, signal) =>
      verifyProgram(parts, languageOf(language), program, null, signal),
    checkSuite: (language, draft, signal) => checkSuite(parts, languageOf(language), draft, signal),
  };
}

const namesOf = ({ check }: Suite): readonly string[] => (check.outcome === 'accepted' ? check.tests : []);

function verdictOf(run: string, attempt: Attempt, verdict: ProgramVerdict): Verdict {
  const { steps, ...rest } = verdict;
  // Of where it ran, not of the program.
  delete rest.missingWalls;
  return { attemptId: attempt.id, run, ...rest, output: decisiveOutput(steps) };
}

/** What the phase that decided printed: the run of the suite itself rather than its control. */
function decisiveOutput(steps: ProgramVerdict['steps']): PhaseOutput | null {
  const last = steps.findLast(({ name }) => name !== 'control');
  if (last === undefined) return null;
  const { command, exitCode, signal, stdout, stderr } = last;
  return { command, exitCode, signal, stdout, stderr };
}
