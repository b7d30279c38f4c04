import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AppError, messageOf, type TeacherCall, teacherCall } from '@seedmill/contracts';
import { z } from 'zod';

/** One line of a file of recordings. */
export const recording = teacherCall.pick({
  stage: true,
  record: true,
  ask: true,
  model: true,
  text: true,
  finishReason: true,
  inputTokens: true,
  outputTokens: true,
});

/** What a recording is found by. */
export const keyOf = ({ stage, record, ask }: Pick<TeacherCall, 'stage' | 'record' | 'ask'>) =>
  `${stage} ${record} ${ask}`;

const keyed = z.object({ stage: teacherCall.shape.stage, record: z.string(), ask: z.int() });

/**
 * Appends each call to `file`, once: what the file holds already is not written again. A last line that a crash
 * cut off is dropped.
 *
 * @throws AppError RECORDINGS_UNWRITABLE or RECORDINGS_INVALID (fix-input), before anything is asked
 */
export function recorder(file: string): (call: TeacherCall) => void {
  const written = new Set<string>();
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') written.add(keyOfLine(line, file));
    writeFileSync(file, whole);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const problem = `Cannot write recordings to ${file}: ${messageOf(cause)}`;
    throw new AppError(
      'RECORDINGS_UNWRITABLE',
      'fix-input',
      problem,
      'Name a file in a folder that exists with --record.',
      {
        cause,
      },
    );
  }
  return (call) => {
    const key = keyOf(call);
    if (written.has(key)) return;
    written.add(key);
    appendFileSync(file, `${JSON.stringify(recording.strip().parse(call))}\n`);
  };
}

function keyOfLine(line: string, file: string): string {
  try {
    return keyOf(keyed.parse(JSON.parse(line)));
  } catch (cause) {
    const problem = `${file} holds a line that is not a recording.`;
    throw new AppError('RECORDINGS_INVALID', 'fix-input', problem, 'Name another file with --record.', {
      cause,
    });
  }
}
