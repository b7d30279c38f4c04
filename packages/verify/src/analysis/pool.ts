import { join } from 'node:path';
import type { Definition, Finding, Language, LintResult, StaticAnalysis } from '@seedmill/contracts';
import { Piscina } from 'piscina';
import type { Analysable } from './worker.ts';

/** Longest time one task may take, in ms. Honest files take 1–30 ms; hostile types can keep a checker busy for ever. */
const LONGEST_MS = 20_000;

/**
 * Parsers and linters in worker threads, so that no file, however large or hostile, holds up the jobs of this
 * process (BullMQ would take them for dead and run them twice).
 *
 * @param threads how many worker threads at most; the first starts with the first task
 */
export function createStaticAnalysis(languages: readonly Language[], threads: number): StaticAnalysis {
  const pool = new Piscina({
    filename: join(import.meta.dirname, 'worker.ts'),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    workerData: languages.map(
      ({ id, grammar, definitions, declaredTests, linters }): Analysable => ({
        id,
        grammar,
        definitions,
        declaredTests,
        linters: [...linters],
      }),
    ),
  });

  /** Runs `name` in a thread; the thread of a task that takes too long is ended and `late` is the result. */
  async function run<T>(name: string, task: object, late: T): Promise<T> {
    const signal = AbortSignal.timeout(LONGEST_MS);
    try {
      return (await pool.run(task, { name, signal })) as T;
    } catch (error) {
      if (signal.aborted) return late;
      throw error;
    }
  }

  const tooLong = (file: string): Finding => ({
    file,
    line: 1,
    column: 1,
    rule: 'timeout',
    message: `took longer than ${LONGEST_MS / 1000} s to analyse`,
  });

  return {
    definitions: (language, text) =>
      run<{ definitions: Definition[]; broken: boolean }>(
        'definitions',
        { language, text },
        { definitions: [], broken: true },
      ),
    syntaxErrors: (language, file) => run('syntaxErrors', { language, file }, [tooLong(file.file)]),
    declaredTests: (language, text) => run('declaredTests', { language, text }, 0),
    lint: (language, files) =>
      run<LintResult>(
        'lint',
        { language, files: [...files] },
        { errors: [{ ...tooLong(files[0]?.file ?? ''), reason: 'timeout' }], warnings: [] },
      ),
    close: () => pool.destroy(),
  };
}
