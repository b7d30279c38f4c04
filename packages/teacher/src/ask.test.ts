import {
  AppError,
  type CallStore,
  type Provider,
  type Question,
  type Reply,
  type TeacherCall,
} from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { ask } from './ask.ts';

function memory(): CallStore & { kept: Map<string, TeacherCall> } {
  const kept = new Map<string, TeacherCall>();
  return {
    kept,
    call: (id) => Promise.resolve(kept.get(id)),
    recordCall: (call) => {
      kept.set(call.id, call);
      return Promise.resolve();
    },
  };
}

function scripted(replies: (string | Partial<Reply>)[]): Provider & { asked: Question[] } {
  const asked: Question[] = [];
  return {
    identity: { model: 'm' },
    asked,
    check: () => Promise.resolve(),
    complete(question) {
      const reply = replies[asked.length];
      asked.push(structuredClone(question));
      if (reply === undefined) return Promise.reject(new Error('asked too often'));
      const text = typeof reply === 'string' ? { text: reply } : reply;
      return Promise.resolve({
        text: '',
        model: 'm-1',
        finishReason: 'stop',
        inputTokens: 1,
        outputTokens: 2,
        ...text,
      });
    },
  };
}

const question = {
  run: 'run-1',
  stage: 'solution' as const,
  record: 'suite-1/0',
  prompt: 'solution@1',
  messages: [{ role: 'user' as const, content: 'solve' }],
};
const read = (text: string) =>
  text.startsWith('ok') ? { ok: true as const, value: text } : { ok: false as const, wrong: 'not ok' };

test('an answer that cannot be read is asked again with what was wrong', async () => {
  const provider = scripted(['bad', 'ok then']);
  const answer = await ask({ provider, calls: memory() }, question, read);
  expect(answer).toMatchObject({
    outcome: 'answered',
    value: 'ok then',
    madeBy: { run: 'run-1', model: 'm-1', prompt: 'solution@1' },
  });
  expect(provider.asked.map((each) => each.ask)).toEqual([0, 1]);
  expect(provider.asked[1]?.messages.slice(1)).toEqual([
    { role: 'assistant', content: 'bad' },
    { role: 'user', content: expect.stringContaining('not ok') as string },
  ]);
});

test('thoughts before an answer are kept, but neither read nor sent again', async () => {
  const calls = memory();
  const provider = scripted(['<think>ok, a draft</think>bad', '<think>for ever', '<think>hm</think>ok then']);
  const answer = await ask({ provider, calls }, question, read);
  expect(answer).toMatchObject({ outcome: 'answered', value: 'ok then' });
  expect(provider.asked[2]?.messages.slice(1)).toEqual([
    { role: 'assistant', content: 'bad' },
    { role: 'user', content: expect.stringContaining('not ok') as string },
    { role: 'assistant', content: '(no answer)' },
    { role: 'user', content: expect.stringContaining('before its thoughts do') as string },
  ]);
  expect([...calls.kept.values()][0]?.text).toBe('<think>ok, a draft</think>bad');
});

test('after three unreadable answers the teacher has failed, and every answer is kept', async () => {
  const calls = memory();
  const answer = await ask({ provider: scripted(['a', 'b', 'c', 'ok']), calls }, question, read);
  expect(answer).toMatchObject({
    outcome: 'teacher-failed',
    detail: expect.stringContaining('not ok') as string,
  });
  expect([...calls.kept.values()].map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});

test('an answer that was cut off is not read, however well it reads', async () => {
  const provider = scripted([{ text: 'ok but', finishReason: 'length' }, 'ok whole']);
  expect(await ask({ provider, calls: memory() }, question, read)).toMatchObject({ value: 'ok whole' });
});

test('a finished call is not made again', async () => {
  const calls = memory();
  await ask({ provider: scripted(['bad', 'ok']), calls }, question, read);
  const silent = scripted([]);
  expect(await ask({ provider: silent, calls }, question, read)).toMatchObject({
    outcome: 'answered',
    value: 'ok',
  });
  expect(silent.asked).toEqual([]);
});

test('another model, another sample and another prompt are other calls', async () => {
  const calls = memory();
  await ask({ provider: scripted(['ok 1']), calls }, question, read);
  await ask({ provider: scripted(['ok 2']), calls }, { ...question, record: 'suite-1/1' }, read);
  await ask(
    { provider: scripted(['ok 3']), calls },
    { ...question, messages: [{ role: 'user', content: 'solve!' }] },
    read,
  );
  await ask({ provider: { ...scripted(['ok 4']), identity: { model: 'n' } }, calls }, question, read);
  expect(calls.kept.size).toBe(4);
});

test('a provider that throws leaves nothing behind', async () => {
  const calls = memory();
  await expect(ask({ provider: scripted([]), calls }, question, read)).rejects.toThrow('asked too often');
  expect(calls.kept.size).toBe(0);
});

test('a question that the endpoint refuses is a failure of the teacher for this one task', async () => {
  const refusing: Provider = {
    ...scripted([]),
    complete: () => Promise.reject(new AppError('TEACHER_REFUSED', 'fix-input', 'too long', '')),
  };
  expect(await ask({ provider: refusing, calls: memory() }, question, read)).toEqual({
    outcome: 'teacher-failed',
    detail: 'too long',
  });
});

test('the same question asked twice at once is one call', async () => {
  const provider = scripted(['ok', 'ok again']);
  const parts = { provider, calls: memory(), inFlight: new Map<string, Promise<TeacherCall>>() };
  const answers = await Promise.all([ask(parts, question, read), ask(parts, question, read)]);
  expect(answers.map((answer) => answer.outcome === 'answered' && answer.value)).toEqual(['ok', 'ok']);
  expect(provider.asked).toHaveLength(1);
  expect(parts.inFlight.size).toBe(0);
});
