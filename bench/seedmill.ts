import { join } from 'node:path';
import { loadConfig, sandboxLimits } from '@seedmill/config';
import { languageNamed, type Program, type Sandbox, type SuiteShape } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { createSandbox } from '@seedmill/sandbox';
import { createStaticAnalysis, createVerifier } from '@seedmill/verify';
import { runProgram } from '../packages/verify/src/run-program.ts';
import { shapeOf } from '../packages/verify/src/suite-shape.ts';

/** What a worker process has. */
export interface Seedmill {
  slots: number;
  sandbox: Sandbox;
  shape: (language: string, program: Program) => Promise<SuiteShape>;
  /** The language's plan in the sandbox; where by hand types are checked, with the warm check of them. */
  run: (language: string, program: Program, shape: SuiteShape) => Promise<void>;
  /** Everything that leads to a verdict. */
  verify: (language: string, program: Program) => Promise<void>;
  close(): Promise<void>;
}

const SLOTS = 2;

/** Judging as workers do it, with two slots where no other number is given. What does not pass makes the figures worthless: it throws. */
export function openSeedmill(slots = SLOTS): Seedmill {
  const limits = sandboxLimits(loadConfig({ cwd: join(import.meta.dirname, '..'), env: {}, flags: {} }));
  const sandbox = createSandbox({ slots, limits: limits.slot });
  const analysis = createStaticAnalysis(languages, SLOTS);
  const verifier = createVerifier({ languages, analysis, sandbox, limits });
  const typed = 'typescript';

  return {
    slots,
    sandbox,
    shape: (language, { tests }) => shapeOf(analysis, languageNamed(languages, language), tests),
    async run(language, program, shape) {
      if (language === typed) {
        const sources = Object.entries(program.solution).map(([file, code]) => ({ file, code }));
        const { errors } = await analysis.lint(language, sources, 'ignored');
        if (errors.length > 0) throw new Error(`${language}: ${JSON.stringify(errors)}`);
      }
      const run = await runProgram({ sandbox, limits }, languageNamed(languages, language), program, shape);
      const passed =
        run.outcome === 'tested' &&
        run.report.complete &&
        run.report.cases.every(({ outcome }) => outcome === 'passed');
      if (!passed) throw new Error(`${language} did not pass: ${JSON.stringify(run)}`);
    },
    async verify(language, program) {
      const verdict = await verifier.verifyProgram(language, program);
      if (verdict.outcome !== 'passed') throw new Error(`${language}: ${JSON.stringify(verdict)}`);
    },
    async close() {
      await Promise.all([sandbox.close(), analysis.close()]);
    },
  };
}
