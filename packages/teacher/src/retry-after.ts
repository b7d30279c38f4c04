const SECOND_MS = 1_000;

/**
 * What a response asks to wait, in ms: `retry-after-ms`, as OpenAI sends it, else `retry-after` in seconds or as a date
 * (RFC 9110, section 10.2.3). Undefined where it says nothing that can be read.
 */
export function retryAfterOf(
  headers: Readonly<Record<string, string>> | undefined,
  now = Date.now(),
): number | undefined {
  const ms = numberIn(headers?.['retry-after-ms']);
  if (ms !== undefined) return ms;
  const after = headers?.['retry-after'];
  const seconds = numberIn(after);
  if (seconds !== undefined) return seconds * SECOND_MS;
  const date = Date.parse(after ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
