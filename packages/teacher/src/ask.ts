import {
  type Answer,
  AppError,
  type CallStore,
  contentId,
  type Message,
  type Provider,
  type TeacherCall,
  type TeacherStage,
} from '@seedmill/contracts';
import { type Reading, wrong } from './answers/markdown.ts';
import { withoutThinking } from './answers/thinking.ts';

/** What stands for an answer of thoughts alone: no endpoint takes an empty message. */
const NOTHING = '(no answer)';
/** How often an unreadable answer is asked for again. */
const MOST_ASKS = 3;

export interface AskParts {
  provider: Provider;
  calls: CallStore;
  /** Calls that are being made in this process, by id: the same question asked twice at once is made once. */
  inFlight?: Map<string, Promise<TeacherCall>>;
  /** Told of every call that an answer was read from, made now or before. */
  onCall?: ((call: TeacherCall) => void) | undefined;
}

/**
 * Asks until the answer can be read, at most three times, each time with what was wrong. A call that the ledger
 * knows is read from there and not made.
 */
export async function ask<T>(
  parts: AskParts,
  question: {
    run: string;
    stage: TeacherStage;
    record: string;
    prompt: string;
    messages: readonly Message[];
  },
  read: (text: string) => Reading<T>,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  const messages = [...question.messages];
  let reason = '';
  for (let nth = 0; nth < MOST_ASKS; nth += 1) {
    let call: TeacherCall;
    try {
      call = await finishedCall(parts, { ...question, ask: nth, messages }, signal);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'TEACHER_REFUSED')) throw error;
      return { outcome: 'teacher-failed', detail: error.message };
    }
    parts.onCall?.(call);
    const spoken = withoutThinking(call.text);
    const reading = readingOf(call, spoken, read);
    if (reading.ok) {
      const madeBy = { run: question.run, model: call.model, prompt: question.prompt, call: call.id };
      return { outcome: 'answered', value: reading.value, madeBy };
    }
    reason = reading.wrong;
    messages.push(
      { role: 'assistant', content: spoken?.trim() ? spoken : NOTHING },
      {
        role: 'user',
        content: `That answer cannot be used: ${reason}. Answer again, whole, in exactly the form asked for.`,
      },
    );
  }
  return { outcome: 'teacher-failed', detail: `after ${MOST_ASKS} answers: ${reason}` };
}

function readingOf<T>(
  { finishReason }: TeacherCall,
  spoken: string | null,
  read: (text: string) => Reading<T>,
): Reading<T> {
  if (finishReason === 'length') return wrong('the answer was cut off at the limit of its length');
  return spoken === null ? wrong('the answer ends before its thoughts do') : read(spoken);
}

async function finishedCall(
  { provider, calls, inFlight }: AskParts,
  question: {
    run: string;
    stage: TeacherStage;
    record: string;
    ask: number;
    messages: readonly Message[];
  },
  signal?: AbortSignal,
): Promise<TeacherCall> {
  const { run, stage, record, messages } = question;
  const id = contentId('call', provider.identity, stage, record, question.ask, messages);
  const known = await calls.call(id);
  if (known !== undefined) return known;
  const making = inFlight?.get(id);
  if (making !== undefined) return making;

  const make = async (): Promise<TeacherCall> => {
    const started = performance.now();
    const reply = await provider.complete({ stage, record, ask: question.ask, messages }, signal);
    const ms = Math.round(performance.now() - started);
    const call: TeacherCall = { id, run, stage, record, ask: question.ask, ...reply, ms };
    await calls.recordCall(call);
    return call;
  };
  const made = make().finally(() => inFlight?.delete(id));
  inFlight?.set(id, made);
  return made;
}
