import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { AppError, messageOf, type Provider } from '@seedmill/contracts';
import { APICallError, generateText, type ModelMessage } from 'ai';
import { retryAfterOf } from '../retry-after.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Longest wait for an endpoint to list its models, in ms. */
const CHECK_MS = 10_000;

/** Any endpoint that speaks OpenAI's chat completions: vLLM, llama.cpp, Ollama, a gateway, OpenAI itself. */
export function openaiCompatible(settings: ProviderSettings): Provider {
  const { baseUrl, model, temperature, maxOutputTokens, timeoutMs, apiKey } = settings;
  const endpoint = createOpenAICompatible({
    name: 'teacher',
    baseURL: baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  return {
    identity: { provider: 'openai-compatible', model, temperature, maxOutputTokens },

    async check(signal) {
      const wait = AbortSignal.any([
        AbortSignal.timeout(CHECK_MS),
        ...(signal === undefined ? [] : [signal]),
      ]);
      let response: Response;
      try {
        response = await fetch(`${baseUrl.replace(/\/$/, '')}/models`, {
          signal: wait,
          ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
        });
        await response.body?.cancel();
      } catch (error) {
        signal?.throwIfAborted();
        throw unreachable(settings, 'fix-setup', error);
      }
      if (response.status === 401 || response.status === 403) throw keyRejected(settings, response.status);
    },

    async complete({ messages }, signal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const result = await generateText({
          model: endpoint(model),
          instructions: messages
            .flatMap(({ role, content }) => (role === 'system' ? [content] : []))
            .join('\n\n'),
          messages: messages.flatMap(({ role, content }): ModelMessage[] =>
            role === 'system' ? [] : [{ role, content }],
          ),
          temperature,
          maxOutputTokens,
          maxRetries: 0,
          abortSignal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        });
        return {
          text: result.text,
          model: result.finalStep.response.modelId,
          finishReason: result.finishReason,
          inputTokens: result.usage.inputTokens ?? null,
          outputTokens: result.usage.outputTokens ?? null,
        };
      } catch (error) {
        signal?.throwIfAborted();
        throw translate(settings, error);
      }
    },
  };
}

function translate(settings: ProviderSettings, error: unknown): AppError {
  if (!APICallError.isInstance(error)) return unreachable(settings, 'retry', error);
  const status = error.statusCode;
  const said = withoutKey(error.message, settings);
  if (status === undefined) return unreachable(settings, 'retry', error);
  if (status === 401 || status === 403) return keyRejected(settings, status);
  if (status === 429 || status >= 500 || status === 408 || status === 409) {
    return new AppError(
      'TEACHER_BUSY',
      'retry',
      `The teacher at ${settings.baseUrl} answered ${status}: ${said}`,
      'Wait; the work is tried again by itself.',
      { retryAfterMs: retryAfterOf(error.responseHeaders) },
    );
  }
  // The endpoint understands us and does not take this one question: too long, filtered.
  if (status === 400 || status === 413 || status === 422) {
    const problem = `The teacher at ${settings.baseUrl} refused this question (${status}): ${said}`;
    return new AppError(
      'TEACHER_REFUSED',
      'fix-input',
      problem,
      'Check --model, or leave it: other questions go on.',
    );
  }
  if (status >= 400) {
    return new AppError(
      'TEACHER_NOT_THERE',
      'fix-setup',
      `The teacher at ${settings.baseUrl} refused the call (${status}): ${said}`,
      `Check --base-url and --model; the endpoint lists its models at ${settings.baseUrl}/models.`,
    );
  }
  return new AppError(
    'TEACHER_UNREADABLE',
    'retry',
    `The teacher at ${settings.baseUrl} sent a reply that is none: ${said}`,
    'Check that --base-url ends in the path of the API, such as /v1.',
  );
}

function keyRejected({ apiKeyEnv, apiKey, baseUrl }: ProviderSettings, status: number): AppError {
  const problem =
    apiKey === undefined
      ? `The teacher at ${baseUrl} wants a key (${status}).`
      : `The teacher at ${baseUrl} rejects the key in ${apiKeyEnv} (${status}).`;
  return new AppError('TEACHER_KEY_REJECTED', 'fix-setup', problem, `Set a valid key: export ${apiKeyEnv}=…`);
}

function unreachable(settings: ProviderSettings, remedy: 'retry' | 'fix-setup', error: unknown): AppError {
  // fetch says only "fetch failed"; the cause says ECONNREFUSED and where.
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = withoutKey(messageOf(cause) || String(cause), settings);
  const problem = `The teacher at ${settings.baseUrl} cannot be reached: ${reason}`;
  return new AppError(
    'TEACHER_UNREACHABLE',
    remedy,
    problem,
    'Start the endpoint, or name another with --base-url.',
  );
}

/** Servers like to repeat a key they reject. */
const withoutKey = (text: string, { apiKey }: ProviderSettings) =>
  apiKey === undefined || apiKey === '' ? text : text.replaceAll(apiKey, '[key]');
