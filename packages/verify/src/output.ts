import type { Finding, PhaseOutput, StepResult } from '@seedmill/contracts';

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
export function outputOfFindings(command: string, findings: readonly Finding[]): PhaseOutput {
  const lines = findings.map((f) => `${f.file}:${f.line}:${f.column}: ${f.rule} ${f.message}`);
  return { command, exitCode: 1, signal: null, stdout: bounded(lines.join('\n')), stderr: '' };
}

export function outputOfStep(command: readonly string[], step: StepResult): PhaseOutput {
  return {
    command: command.join(' '),
    exitCode: step.exitCode,
    signal: step.signal,
    stdout: bounded(step.stdout),
    stderr: bounded(step.stderr),
  };
}
