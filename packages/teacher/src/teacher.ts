import { type Language, languageNamed, type Problem, type Teacher } from '@seedmill/contracts';
import { readProblem, readSolution, readSuite } from './answers/read.ts';
import { type AskParts, ask } from './ask.ts';
import { loadPrompts } from './prompts.ts';

/** A teacher who answers through a provider, with the prompts that Seedmill ships. */
export function createTeacher(parts: AskParts & { languages: readonly Language[] }): Teacher {
  const prompts = loadPrompts();
  const languageOf = (id: string): Language => languageNamed(parts.languages, id);

  return {
    problem(run, snippet, signal) {
      const messages = prompts.problem.messages({ language: snippet.language, snippet: snippet.text });
      return ask(
        parts,
        { run, stage: 'problem', record: snippet.id, prompt: prompts.problem.id, messages },
        readProblem,
        signal,
      );
    },

    suite(run, problem, languageId, signal) {
      const language = languageOf(languageId);
      const messages = prompts.suite.messages(taskVariables(problem, language));
      const question = {
        run,
        stage: 'suite' as const,
        record: `${problem.id}/${language.id}`,
        prompt: prompts.suite.id,
        messages,
      };
      return ask(parts, question, (text) => readSuite(text, language), signal);
    },

    solution(run, problem, suite, sample, signal) {
      const language = languageOf(suite.language);
      const messages = prompts.solution.messages({
        ...taskVariables(problem, language),
        interface: suite.interface.code.trimEnd(),
      });
      const question = {
        run,
        stage: 'solution' as const,
        record: `${suite.id}/${sample}`,
        prompt: prompts.solution.id,
        messages,
      };
      return ask(parts, question, (text) => readSolution(text, language), signal);
    },

    correction(run, { problem, suite, attempt, verdict }, signal) {
      const language = languageOf(attempt.language);
      const { output } = verdict;
      const messages = prompts.correct.messages({
        ...taskVariables(problem, language),
        interface: suite.interface.code.trimEnd(),
        code: attempt.solution.code.trimEnd(),
        phase: verdict.phase,
        reason: verdict.reason,
        command: output?.command ?? '',
        ending: output?.signal ? `the signal ${output.signal}` : `exit code ${output?.exitCode ?? 'none'}`,
        failures: failuresOf(verdict.cases),
        stdout: output?.stdout.trimEnd() ?? '',
        stderr: output?.stderr.trimEnd() ?? '',
      });
      const question = {
        run,
        stage: 'correct' as const,
        record: attempt.id,
        prompt: prompts.correct.id,
        messages,
      };
      return ask(parts, question, (text) => readSolution(text, language), signal);
    },
  };
}

function taskVariables(problem: Problem, { name, layout, teaching }: Language) {
  return {
    title: problem.title,
    statement: problem.statement,
    languageName: name,
    version: teaching.version,
    fence: teaching.fence,
    solutionFile: layout.solution,
    suiteFile: layout.suite,
    interfaceRules: teaching.interface,
    suiteRules: teaching.suite,
    solutionRules: teaching.solution,
  };
}

/** Most failing tests that a correction is shown one by one. */
const MOST_FAILURES = 8;

function failuresOf(
  cases: readonly { name: string; outcome: string; message?: string | undefined }[],
): string {
  const failed = cases.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return '';
  const shown = failed
    .slice(0, MOST_FAILURES)
    .map(({ name, message }) => `- ${name}\n${indent(message ?? '')}`);
  return `${failed.length} of ${cases.length} tests failed:\n\n${shown.join('\n')}`;
}

const indent = (text: string) =>
  text
    .split('\n')
    .slice(0, 12)
    .map((line) => `      ${line}`)
    .join('\n');
