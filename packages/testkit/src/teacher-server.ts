import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const body = z.object({
  model: z.string(),
  messages: z.array(
    z.object({ role: z.string(), content: z.union([z.string(), z.array(z.object({ text: z.string() }))]) }),
  ),
});

/** One call as the server got it. */
export interface SeenCall {
  /** System and user texts, one after the other. */
  text: string;
  model: string;
  authorization: string | undefined;
}

export interface TeacherServer {
  url: string;
  /** Every call so far, answered or not, in the order of arrival. */
  calls: SeenCall[];
  close(): Promise<void>;
}

/** An answer that is none. */
interface Refusal {
  status: number;
  message: string;
  headers?: Record<string, string>;
}

/**
 * A real HTTP server on loopback that speaks OpenAI's chat completions, for tests. `answer` gives the reply's
 * text, or a refusal; it may wait.
 */
export async function startTeacherServer(
  answer: (call: SeenCall, nth: number) => Promise<string | Refusal> | string | Refusal,
  options: { key?: string } = {},
): Promise<TeacherServer> {
  const calls: SeenCall[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, value: unknown, headers: Record<string, string> = {}) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value));
    };
    const { authorization } = request.headers;
    if (options.key !== undefined && authorization !== `Bearer ${options.key}`) {
      send(401, { error: { message: `Incorrect API key provided: ${authorization ?? 'none'}` } });
      return;
    }
    if (request.url?.endsWith('/models')) {
      send(200, { object: 'list', data: [] });
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const { model, messages } = body.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const text = messages
      .map(({ content }) =>
        typeof content === 'string' ? content : content.map((part) => part.text).join(''),
      )
      .join('\n');
    const call = { text, model, authorization };
    calls.push(call);
    const given = await answer(call, calls.length);
    if (typeof given !== 'string') {
      send(given.status, { error: { message: given.message } }, given.headers);
      return;
    }
    send(200, {
      id: `chat-${calls.length}`,
      object: 'chat.completion',
      created: 0,
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: given } }],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
