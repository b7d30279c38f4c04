import type { MissingWall, SlotLimits } from '@seedmill/contracts';
import { type Answer, AnswerReader } from './answer.ts';
import { encodeGreeting } from './request.ts';

/** Bits of the agent's `enum walls`. */
const CGROUP_PER_JOB = 1;
const USER_PER_JOB = 8;
/** The agent's own: its walls, as a u32. */
const GREETING_BYTES = 4;
/** What is kept of the agent's stderr, for the cause of a lost job. */
const KEPT_WORDS = 2000;

/** A slot with its agent, over one connection. It is dead after the first failure of `ask`. */
export interface AgentContainer {
  /** Digest of its image, or of what was made ready on the host. */
  readonly image: string;
  /** Sends one job and waits for the answer, which may take `mostMs` and have `mostBytes`. Rejects when it cannot come. */
  ask(request: Buffer, mostBytes: number, mostMs: number): Promise<Answer>;
  /** False once its connection, or its agent, is known to be gone. */
  alive(): boolean;
  /** Known when the first answer is there. */
  missingWalls(): MissingWall[];
  /** What the agent said on stderr of late. */
  words(): string;
  remove(): Promise<void>;
}

/** Our end of the agent's stdin, and how it is taken away. */
export interface AgentLink {
  image: string;
  /** What its driver lacks of itself. */
  missingWalls: readonly MissingWall[];
  write(bytes: Buffer): void;
  /** Closes the connection; the agent ends. */
  hangUp(): void;
  /** Returns when nothing of the slot is left. */
  remove(): Promise<void>;
}

/** Where the driver brings what the agent says. */
export interface AgentEars {
  /** Throws at what the agent may not say. */
  stdout(bytes: Buffer): void;
  stderr(bytes: Buffer): void;
  /** The connection, or the agent, is gone. */
  gone(error: Error): void;
}

/** Greets the agent and speaks with it; `ears` must be given all that comes. */
export function connectAgent(
  link: AgentLink,
  limits: SlotLimits,
): { container: AgentContainer; ears: AgentEars } {
  let words = '';
  let greeting = Buffer.alloc(0);
  let current: { reader: AnswerReader; resolve(answer: Answer): void; reject(error: Error): void } | null =
    null;
  let dead: Error | null = null;
  let removed: Promise<void> | undefined;

  const gone = (error: Error) => {
    dead ??= error;
    current?.reject(error);
    current = null;
    link.hangUp();
  };
  const hear = (bytes: Buffer) => {
    const missing = GREETING_BYTES - greeting.length;
    if (missing > 0) greeting = Buffer.concat([greeting, bytes.subarray(0, missing)]);
    if (bytes.length <= missing) return;
    if (current === null) throw new Error('the agent spoke unasked');
    const answer = current.reader.push(bytes.subarray(missing));
    if (answer === null) return;
    current.resolve(answer);
    current = null;
  };
  const ears: AgentEars = {
    stdout(bytes) {
      try {
        hear(bytes);
      } catch (error) {
        gone(error instanceof Error ? error : new Error(String(error)));
      }
    },
    stderr(bytes) {
      words = (words + bytes.toString()).slice(-KEPT_WORDS);
    },
    gone,
  };
  const missingWalls = (): MissingWall[] => {
    if (greeting.length < GREETING_BYTES) return [];
    const walls = greeting.readUInt32BE();
    return [
      ...((walls & CGROUP_PER_JOB) === 0 ? (['cgroup-per-job'] as const) : []),
      ...((walls & USER_PER_JOB) === 0 ? (['user-per-job'] as const) : []),
      ...link.missingWalls,
    ];
  };

  link.write(encodeGreeting(limits.diskBytes));
  const container: AgentContainer = {
    image: link.image,
    ask: async (request, mostBytes, mostMs) => {
      if (dead !== null) throw dead;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      current = { reader: new AnswerReader(mostBytes), resolve, reject };
      const timer = setTimeout(() => {
        gone(new Error(`the agent did not answer within ${mostMs} ms`));
      }, mostMs);
      link.write(request);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
      }
    },
    alive: () => dead === null,
    missingWalls,
    words: () => words.trim(),
    remove: () => {
      gone(new Error('the container was removed'));
      removed ??= link.remove();
      return removed;
    },
  };
  return { container, ears };
}
