import type { Step, StepResult, Stopped } from '@seedmill/contracts';

// The format is described in sandbox/agent/agent.h.

/** In the order of the agent's `enum stopped`. */
const STOPPED: readonly (Stopped | null)[] = [
  null,
  'timeout',
  'memory-limit',
  'output-limit',
  'process-limit',
  'disk-limit',
];
const NO_EXIT_CODE = 0xff_ff_ff_ff;
/** Bytes a report may have, as the agent bounds it. */
const REPORT_BYTES = 1 << 20;

/** The answer to one job: its results, or null when the agent says that the job's jail broke. */
export type Answer = { payload: Buffer } | { broken: true };

/**
 * Gathers the chunks of one answer. `push` gives it once it is whole and throws when it grows past
 * `mostBytes` or holds more than an answer.
 */
export class AnswerReader {
  readonly #mostBytes: number;
  readonly #payload: Buffer[] = [];
  #payloadBytes = 0;
  #pending = Buffer.alloc(0);
  #left = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  push(bytes: Buffer): Answer | null {
    let rest = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    for (;;) {
      if (this.#left > 0) {
        const body = rest.subarray(0, this.#left);
        this.#payload.push(body);
        this.#left -= body.length;
        rest = rest.subarray(body.length);
      }
      if (rest.length < 4) break;
      this.#left = rest.readUInt32BE(0);
      if (this.#left === 0) {
        if (rest.length < 5) break;
        if (rest.length > 5) throw new Error('the agent said more than its answer');
        return rest.readUInt8(4) === 0 ? { payload: Buffer.concat(this.#payload) } : { broken: true };
      }
      this.#payloadBytes += this.#left;
      if (this.#payloadBytes > this.#mostBytes)
        throw new Error('the answer of the agent is longer than it can be');
      rest = rest.subarray(4);
    }
    this.#pending = Buffer.from(rest);
    return null;
  }
}

/** The most bytes an answer to these steps can have. */
export function mostAnswerBytes(steps: readonly Step[]): number {
  const fixed = 1024;
  return steps.reduce((sum, { limits }) => sum + 2 * limits.outputBytes + REPORT_BYTES + fixed, 0);
}

/** The results of the steps that ran. Bytes that are no UTF-8 become U+FFFD. Throws on what is no answer. */
export function decodeResults(payload: Buffer, steps: readonly Step[]): StepResult[] {
  const results: StepResult[] = [];
  const fields = new Fields(payload);
  for (const step of steps) {
    if (fields.atEnd) break;
    results.push(decodeResult(fields, step.name));
  }
  if (!fields.atEnd) throw new RangeError('the answer has more steps than the job');
  return results;
}

function decodeResult(fields: Fields, name: string): StepResult {
  const exitCode = fields.u32();
  const signal = fields.text();
  const stopped = STOPPED[fields.u8()];
  if (stopped === undefined) throw new RangeError('the answer names no known limit');
  const wallMs = fields.u64() / 1000;
  const cpuMs = fields.u64() / 1000;
  const peakMemoryBytes = fields.u64();
  const [stdout, stderr, report] = [fields.text(), fields.text(), fields.text()];
  return {
    name,
    exitCode: exitCode === NO_EXIT_CODE ? null : exitCode,
    signal: signal || null,
    stopped,
    stdout,
    stderr,
    report,
    wallMs,
    cpuMs,
    peakMemoryBytes,
  };
}

/** Reads big-endian fields one after another; throws a `RangeError` at the end of the bytes. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#take(1).readUInt8();
  }

  u32(): number {
    return this.#take(4).readUInt32BE();
  }

  u64(): number {
    return Number(this.#take(8).readBigUInt64BE());
  }

  text(): string {
    return this.#take(this.u32()).toString('utf8');
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('the answer ends too early');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
