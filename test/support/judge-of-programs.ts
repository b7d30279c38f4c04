import type { Job, Program, ProgramVerdict, ProgramVerifier, Sandbox, StepLimits } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { createDriver, createSandbox, type SandboxSettings } from '@seedmill/sandbox';
import { createStaticAnalysis, createVerifier } from '@seedmill/verify';

const MiB = 1 << 20;

/** What programs under judgement may take here: enough for honest ones on a busy machine. */
const stepLimits = (wallMs: number): StepLimits => ({
  wallMs,
  cpuMs: 2 * wallMs,
  memoryBytes: 512 * MiB,
  processes: 128,
  fileBytes: 64 * MiB,
  outputBytes: 256 * 1024,
});

export interface JudgeOfPrograms {
  sandbox: Sandbox;
  verifier: ProgramVerifier;
  close(): Promise<void>;
}

/** Which sandbox judges: the variable that Seedmill itself knows. */
const driver = process.env.SEEDMILL_SANDBOX === 'local' ? 'local' : 'docker';

/** A real verifier over a real sandbox, for one language; what it needs is built when it is missing. */
export async function judgeOfPrograms(
  language: string,
  slots: number,
  settings: Pick<SandboxSettings, 'isolation'> = {},
): Promise<JudgeOfPrograms> {
  await createDriver({ driver }).build([language], () => undefined);
  const slot = { memoryBytes: 512 * MiB, processes: 128, diskBytes: 64 * MiB };
  const sandbox = createSandbox({ driver, slots, limits: slot, ...settings });
  const analysis = createStaticAnalysis(languages, slots);
  const limits = { compile: stepLimits(20_000), test: stepLimits(5_000) };
  return {
    sandbox,
    verifier: createVerifier({ languages, analysis, sandbox, limits }),
    close: async () => {
      await Promise.all([sandbox.close(), analysis.close()]);
    },
  };
}

/** A verdict in a few words: `passed`, or `failed test/timeout`. */
export function summary(verdict: ProgramVerdict): string {
  if (verdict.outcome === 'failed') return `failed ${verdict.phase}/${verdict.reason}`;
  return verdict.outcome === 'passed' ? 'passed' : `inconclusive: ${verdict.cause}`;
}

/** What was printed on the way to a verdict, for the message of a failed test. */
export const told = (verdict: ProgramVerdict): string =>
  [
    ...verdict.steps.flatMap(({ name, exitCode, signal, stdout, stderr }) => [
      `[${name}: ${signal ?? exitCode}]`,
      stdout,
      stderr,
    ]),
    ...verdict.cases.map(({ name, outcome, message = '' }) => `${name}: ${outcome} ${message}`),
  ]
    .join('\n')
    .slice(0, 3000);

const LOOK = [
  'find /work /tmp /dev/shm -mindepth 1',
  // How many, not which: what was kept ready before has had numbers, too.
  'set -- /proc/[0-9]*; echo "$# processes"',
  'tail -n +2 /proc/sysvipc/shm /proc/sysvipc/sem /proc/sysvipc/msg | grep "^ *[0-9]"',
].join('; ');

/** What a new job of this language finds: files, processes (itself alone), shared memory. */
export async function leftovers(sandbox: Sandbox, language: string): Promise<string> {
  const job: Job = {
    language,
    files: {},
    steps: [{ name: 'look', command: ['sh', '-c', LOOK], limits: stepLimits(10_000) }],
  };
  const result = await sandbox.run(job);
  return result.outcome === 'lost' ? result.cause : (result.steps[0]?.stdout ?? 'no step ran');
}

/** Verifies all programs, each as often as asked; the summaries of one program are in the order of its runs. */
export function judgeAll(
  { verifier }: JudgeOfPrograms,
  language: string,
  programs: readonly Program[],
): Promise<ProgramVerdict[]> {
  return Promise.all(programs.map((program) => verifier.verifyProgram(language, program)));
}
