import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { teacherSettings } from '@seedmill/contracts';
import { makeCall, makeRun, tempFolder } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { recorded } from './providers/recorded.ts';
import { recorder } from './recordings.ts';

const settings = (recordings: string) => ({
  ...teacherSettings.parse({ provider: 'recorded', recordings }),
  apiKey: undefined,
});
const call = makeCall(makeRun(), { stage: 'solution', record: 'suite-1/0', text: 'a “solution”\n' });
const question = {
  stage: 'solution' as const,
  record: 'suite-1/0',
  ask: 0,
  messages: [{ role: 'user' as const, content: 'any words' }],
};

test('what a live run records, the recorded teacher answers, whatever the prompt says', async () => {
  const file = join(await tempFolder(), 'recordings.jsonl');
  recorder(file)(call);
  const reply = await recorded(settings(file)).complete(question);
  expect(reply).toEqual({
    text: call.text,
    model: 'model-a',
    finishReason: 'stop',
    inputTokens: 10,
    outputTokens: 20,
  });
});

test('a call is recorded once, in one run and in the next', async () => {
  const file = join(await tempFolder(), 'recordings.jsonl');
  const keep = recorder(file);
  keep(call);
  keep(call);
  recorder(file)(call);
  recorder(file)({ ...call, ask: 1 });
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
});

test('a question that was not recorded, a missing file and a broken line are each named', async () => {
  const file = join(await tempFolder(), 'recordings.jsonl');
  expect(() => recorded(settings(file))).toThrow(
    expect.objectContaining({ code: 'RECORDINGS_MISSING' }) as Error,
  );
  await writeFile(file, '');
  expect(() => recorded(settings(file)).complete(question)).toThrow(
    expect.objectContaining({ code: 'RECORDING_MISSING', remedy: 'fix-input' }) as Error,
  );
  await appendFile(file, '\n{"stage":"soup"}\n');
  expect(() => recorded(settings(file))).toThrow(/line 2/);
});

test('a file that cannot take recordings is named before anything is asked; a line that a crash cut off is dropped', async () => {
  const folder = await tempFolder();
  expect(() => recorder(folder)).toThrow(expect.objectContaining({ code: 'RECORDINGS_UNWRITABLE' }) as Error);
  const file = join(folder, 'answers.jsonl');
  await writeFile(file, 'not a recording\n');
  expect(() => recorder(file)).toThrow(expect.objectContaining({ code: 'RECORDINGS_INVALID' }) as Error);
  expect(await readFile(file, 'utf8')).toBe('not a recording\n');
  await writeFile(file, '');
  recorder(file)(call);
  await appendFile(file, '{"stage":"prob');
  recorder(file)({ ...call, ask: 1 });
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { ask: number }).ask)).toEqual([0, 1]);
});
