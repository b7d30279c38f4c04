import { join } from 'node:path';
import type {
  Alterable,
  Definition,
  Finding,
  Language,
  LintResult,
  StaticAnalysis,
} from '@seedmill/contracts';
import { messageOf } from '@seedmill/contracts';
import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import { suiteUnreadable } from '../errors.ts';
import type { Analysable } from './worker.ts';

/** Longest time one task may take, in ms. Honest files take 1–30 ms; hostile types can keep a checker busy for ever. */
const LONGEST_MS = 20_000;
/**
 * The JavaScript heap of one thread. All linters warm take 130 MB. Without a limit V8 lets it grow to several times that
 * before it collects, and hostile types to gigabytes; a thread that needs more is ended, as by a parser that crashes.
 */
const HEAP_MB = 512;
/** A task is tried again once: its thread may have been broken by the task before it. */
const TRIES = 2;

/** Why a task has no result. */
interface Failure {
  reason: 'timeout' | 'lint-error';
  message: string;
}

/**
 * Parsers and linters in worker threads, so that no file, however large or hostile, holds up the jobs of this
 * process (BullMQ would take them for dead and run them twice). A parser that a file crashes takes its thread
 * with it: what it left in memory is not to be trusted.
 *
 * @param threads how many worker threads at most; the first starts with the first task
 */
export function createStaticAnalysis(languages: readonly Language[], threads: number): StaticAnalysis {
  const pool = new Piscina({
    filename: join(import.meta.dirname, 'worker.ts'),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    workerData: languages.map(
      ({ id, grammar, definitions, suite, linters }): Analysable => ({
        id,
        grammar,
        definitions,
        tests: suite.tests,
        ownTests: suite.ownTests,
        script: suite.script,
        alterations: suite.alterations.map(({ find }) => find),
        linters: [...linters],
      }),
    ),
  });
  // A task is handed over only when a thread is free, so that waiting does not count as working.
  const queue = new PQueue({ concurrency: threads });

  /** Runs `name` in a thread. A task that takes too long, or that crashes its thread twice, is `failed`. */
  async function run<T>(name: string, task: object, failed: (failure: Failure) => T): Promise<T> {
    let message = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const signal = AbortSignal.timeout(LONGEST_MS);
      try {
        return (await pool.run(task, { name, signal })) as T;
      } catch (error) {
        if (signal.aborted)
          return failed({ reason: 'timeout', message: `it takes longer than ${LONGEST_MS / 1000} s` });
        message = messageOf(error);
      }
    }
    return failed({ reason: 'lint-error', message: `it breaks the parser (${message})` });
  }
  const queued = <T>(name: string, task: object, failed: (failure: Failure) => T): Promise<T> =>
    queue.add(() => run(name, task, failed));

  const finding = (file: string, message: string): Finding => ({
    file,
    line: 1,
    column: 1,
    rule: 'analysis',
    message,
  });

  return {
    definitions: (language, text) =>
      queued<{ definitions: Definition[]; broken: boolean }>('definitions', { language, text }, () => ({
        definitions: [],
        broken: true,
      })),
    syntaxErrors: (language, file) =>
      queued('syntaxErrors', { language, file }, ({ message }) => [finding(file.file, message)]),
    declaredTests: (language, text) =>
      queued<{ tests: number; script: boolean }>('declaredTests', { language, text }, ({ message }) => {
        throw suiteUnreadable(message);
      }),
    alterable: (language, text) =>
      queued<Alterable>('alterable', { language, text }, ({ message }) => {
        throw suiteUnreadable(message);
      }),
    lint: (language, files, directives) =>
      queued<LintResult>('lint', { language, files: [...files], directives }, ({ reason, message }) => ({
        errors: [{ ...finding(files[0]?.file ?? '', message), reason }],
        warnings: [],
      })),
    close: () => pool.destroy(),
  };
}
