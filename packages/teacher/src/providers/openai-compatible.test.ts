import { teacherSettings } from '@seedmill/contracts';
import { startTeacherServer } from '@seedmill/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openaiCompatible } from './openai-compatible.ts';

const question = {
  stage: 'problem' as const,
  record: 'snip-1',
  ask: 0,
  messages: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'Hello?' },
  ],
};
const settings = (baseUrl: string, apiKey?: string) => ({
  ...teacherSettings.parse({ baseUrl, model: 'm' }),
  apiKey,
});

async function server(...given: Parameters<typeof startTeacherServer>) {
  const started = await startTeacherServer(...given);
  onTestFinished(() => started.close());
  return started;
}

test('asks with system text, model and key, and gives text and usage', async () => {
  const { url, calls } = await server(() => 'Hi.', { key: 'k-1' });
  const provider = openaiCompatible(settings(url, 'k-1'));
  await provider.check();
  expect(await provider.complete(question)).toEqual({
    text: 'Hi.',
    model: 'm',
    finishReason: 'stop',
    inputTokens: 11,
    outputTokens: 7,
  });
  expect(calls).toEqual([{ text: 'Be brief.\nHello?', model: 'm', authorization: 'Bearer k-1' }]);
});

test('a wrong key is named by its variable and never repeated', async () => {
  const { url } = await server(() => 'Hi.', { key: 'k-1' });
  const provider = openaiCompatible(settings(url, 'k-wrong'));
  for (const refused of [provider.check(), provider.complete(question)]) {
    await expect(refused).rejects.toMatchObject({ code: 'TEACHER_KEY_REJECTED', remedy: 'fix-setup' });
    await expect(refused).rejects.toThrow(/OPENAI_API_KEY/);
    await expect(refused).rejects.not.toThrow(/k-wrong/);
  }
});

test.each([
  [429, 'TEACHER_BUSY', 'retry'],
  [503, 'TEACHER_BUSY', 'retry'],
  [404, 'TEACHER_NOT_THERE', 'fix-setup'],
  [400, 'TEACHER_REFUSED', 'fix-input'],
  [422, 'TEACHER_REFUSED', 'fix-input'],
])('status %i is %s, which means %s; the key is not in it', async (status, code, remedy) => {
  const { url, calls } = await server(() => ({ status, message: 'no, k-1' }), { key: 'k-1' });
  const refused = openaiCompatible(settings(url, 'k-1')).complete(question);
  await expect(refused).rejects.toMatchObject({
    code,
    remedy,
    message: expect.stringContaining('no, [key]') as string,
  });
  expect(calls).toHaveLength(1);
});

test('a busy endpoint says how long to wait', async () => {
  const { url } = await server(() => ({ status: 429, message: 'later', headers: { 'retry-after': '7' } }));
  await expect(openaiCompatible(settings(url)).complete(question)).rejects.toMatchObject({
    code: 'TEACHER_BUSY',
    retryAfterMs: 7_000,
  });
});

test('an endpoint that is not there: mend it before a run, try again during one', async () => {
  const gone = await startTeacherServer(() => '');
  await gone.close();
  const provider = openaiCompatible(settings(gone.url));
  await expect(provider.check()).rejects.toMatchObject({
    code: 'TEACHER_UNREACHABLE',
    remedy: 'fix-setup',
    message: expect.stringContaining('ECONNREFUSED') as string,
  });
  await expect(provider.complete(question)).rejects.toMatchObject({
    code: 'TEACHER_UNREACHABLE',
    remedy: 'retry',
  });
});

test('a call that takes too long is given up and can be tried again', async () => {
  const { url } = await server(() => new Promise(() => undefined));
  const provider = openaiCompatible({ ...settings(url), timeoutMs: 50 });
  await expect(provider.complete(question)).rejects.toMatchObject({
    code: 'TEACHER_UNREACHABLE',
    remedy: 'retry',
  });
});

test('a cancelled call ends with the reason it was cancelled for', async () => {
  const controller = new AbortController();
  const { url } = await server(() => {
    controller.abort(new Error('the run stops'));
    return new Promise(() => undefined);
  });
  await expect(openaiCompatible(settings(url)).complete(question, controller.signal)).rejects.toThrow(
    'the run stops',
  );
});
