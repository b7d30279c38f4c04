import { readFileSync } from 'node:fs';
import { AppError, contentId, messageOf, type Provider } from '@seedmill/contracts';
import { keyOf, recording } from '../recordings.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Answers from a file of recordings (JSON lines), found by stage and record and not by the prompt's text. */
export function recorded({ recordings }: ProviderSettings): Provider {
  if (recordings === undefined) {
    throw new AppError(
      'RECORDINGS_MISSING',
      'fix-input',
      'The recorded teacher needs a file of recordings.',
      'Name it with --recordings <file>.',
    );
  }
  const text = read(recordings);
  const answers = new Map<string, ReturnType<typeof recording.parse>>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const entry = parseLine(line, recordings, index + 1);
    answers.set(keyOf(entry), entry);
  }
  return {
    identity: { provider: 'recorded', recordings: contentId('call', text) },
    check: () => Promise.resolve(),
    complete(question) {
      const answer = answers.get(keyOf(question));
      if (answer === undefined) {
        const problem = `${recordings} holds no answer for ${question.stage} ${question.record} (ask ${question.ask}).`;
        throw new AppError(
          'RECORDING_MISSING',
          'fix-input',
          problem,
          'Record the run anew with a live teacher: --record <file>.',
        );
      }
      const { text: said, model, finishReason, inputTokens, outputTokens } = answer;
      return Promise.resolve({ text: said, model, finishReason, inputTokens, outputTokens });
    },
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = `Cannot read the recordings ${path}: ${messageOf(cause)}`;
    throw new AppError(
      'RECORDINGS_MISSING',
      'fix-input',
      problem,
      'Name a file that exists with --recordings <file>.',
      { cause },
    );
  }
}

function parseLine(line: string, path: string, number: number) {
  try {
    return recording.parse(JSON.parse(line));
  } catch (cause) {
    throw new AppError(
      'RECORDINGS_INVALID',
      'fix-input',
      `${path}, line ${number} is not a recording.`,
      'Mend or remove the line.',
      { cause },
    );
  }
}
