import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type TeacherCall, teacherCall } from '@seedmill/contracts';
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

/** Appends each call to `file`, once: what the file holds already is not written again. */
export function recorder(file: string): (call: TeacherCall) => void {
  const written = new Set<string>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line !== '') written.add(keyOf(keyed.parse(JSON.parse(line))));
    }
  }
  return (call) => {
    const key = keyOf(call);
    if (written.has(key)) return;
    written.add(key);
    appendFileSync(file, `${JSON.stringify(recording.strip().parse(call))}\n`);
  };
}
