import type { Finding, VerifiedStep } from '@seedmill/contracts';
import type { RanStep } from './run-program.ts';

/** Most bytes of stdout, and of stderr, that a verdict keeps and the teacher is shown. */
const MOST = 6_000;

/** Keeps the beginning and the end of a long text; the middle says how much was left out. */
export function bounded(text: string, most = MOST): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  const left = text.length - 2 * half;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(-half)}`;
}

/** The findings of a parser or linter in the form that compilers print. */
export const textOfFindings = (findings: readonly Finding[]): string =>
  bounded(findings.map((f) => `${f.file}:${f.line}:${f.column}: ${f.rule} ${f.message}`).join('\n'));

/** What a parser or linter of this process found, as a step. */
export function verifiedByFindings(
  name: VerifiedStep['name'],
  command: string,
  findings: readonly Finding[],
  ms: number,
): VerifiedStep {
  const usage = { stopped: null, wallMs: ms, cpuMs: ms, peakMemoryBytes: 0 };
  return { name, command, exitCode: 1, signal: null, stdout: textOfFindings(findings), stderr: '', ...usage };
}

export function verifiedInSandbox(name: VerifiedStep['name'], { planned, result }: RanStep): VerifiedStep {
  const { exitCode, signal, stopped, wallMs, cpuMs, peakMemoryBytes } = result;
  return {
    name,
    command: planned.command.join(' '),
    exitCode,
    signal,
    stdout: bounded(result.stdout),
    stderr: bounded(result.stderr),
    stopped,
    wallMs,
    cpuMs,
    peakMemoryBytes,
  };
}
