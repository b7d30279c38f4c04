import type { Exporter } from '@seedmill/contracts';

/**
 * One verified pair a row: problem, interface, suite, the passed solution, every attempt with its verdict, and
 * where all of it came from. No path of the machine, no key and no time of day or duration is in it, so that the
 * same verdicts give the same bytes.
 */
export const pairs: Exporter = {
  format: 'pairs',
  file: 'pairs.jsonl',
  row({ snippet, problem, suite, attempts }) {
    const last = attempts.at(-1);
    if (last?.verdict.outcome !== 'passed')
      throw new Error(`the last attempt of a pair of ${problem.id} did not pass`);
    const { attempt, verdict } = last;
    return {
      id: attempt.id,
      language: attempt.language,
      problem: {
        id: problem.id,
        title: problem.title,
        statement: problem.statement,
        topic: problem.topic,
        difficulty: problem.difficulty,
        concepts: problem.concepts,
      },
      interface: suite.interface,
      suite: suite.tests,
      solution: attempt.solution,
      verdict: { tests: verdict.tests, warnings: verdict.warnings, image: verdict.image },
      attempts: attempts.map((tried) => ({
        id: tried.attempt.id,
        try: tried.attempt.try,
        solution: tried.attempt.solution,
        outcome: tried.verdict.outcome,
        phase: tried.verdict.outcome === 'failed' ? tried.verdict.phase : null,
        reason: tried.verdict.outcome === 'failed' ? tried.verdict.reason : null,
        tests: tried.verdict.tests,
        cases: tried.verdict.cases,
        output: tried.verdict.output,
        model: tried.attempt.madeBy.model,
        prompt: tried.attempt.madeBy.prompt,
      })),
      provenance: {
        run: attempt.madeBy.run,
        sample: attempt.sample,
        snippet: {
          id: snippet.id,
          repo: snippet.repo,
          commit: snippet.commit,
          path: snippet.path,
          startLine: snippet.startLine,
          endLine: snippet.endLine,
          kind: snippet.kind,
          name: snippet.name,
          language: snippet.language,
          licenceFile: snippet.licenceFile,
          text: snippet.text,
        },
        problem: { model: problem.madeBy.model, prompt: problem.madeBy.prompt, call: problem.madeBy.call },
        suite: {
          id: suite.id,
          model: suite.madeBy.model,
          prompt: suite.madeBy.prompt,
          call: suite.madeBy.call,
        },
        solution: { model: attempt.madeBy.model, prompt: attempt.madeBy.prompt, call: attempt.madeBy.call },
      },
    };
  },
};
