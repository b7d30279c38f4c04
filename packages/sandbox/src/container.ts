import type { Duplex } from 'node:stream';
import type { MissingWall, SlotLimits } from '@seedmill/contracts';
import type Docker from 'dockerode';
import { type Answer, AnswerReader } from './answer.ts';
import { demultiplexer } from './demultiplexer.ts';
import { codeOf, explain, imageMissing } from './errors.ts';
import { ownerLabels, removeContainer } from './owner.ts';
import { imageTag, isImageName } from './recipes.ts';
import { encodeGreeting } from './request.ts';

/**
 * What the outer wall leaves beyond the job's own limits, for the agent, the supervisor, the job as it is handed
 * over, and what the image keeps warm.
 */
const RESERVE = { memoryBytes: 384 << 20, processes: 128 };
/** Bits of the agent's `enum walls`. */
const CGROUP_PER_JOB = 1;
/** The agent's own: its walls, as a u32. */
const GREETING_BYTES = 4;
/** What is kept of the agent's stderr, for the cause of a lost job. */
const KEPT_WORDS = 2000;

/** A running container with its agent, over one connection. It is dead after the first failure of `ask`. */
export interface AgentContainer {
  /** Digest of its image. */
  readonly image: string;
  /** Sends one job and waits for the answer, which may take `mostMs` and have `mostBytes`. Rejects when it cannot come. */
  ask(request: Buffer, mostBytes: number, mostMs: number): Promise<Answer>;
  /** Known when the first answer is there. */
  missingWalls(): MissingWall[];
  /** What the agent said on stderr of late. */
  words(): string;
  remove(): Promise<void>;
}

/** Starts a container of a language. Throws `SANDBOX_IMAGE_MISSING` and `DOCKER_UNREACHABLE`. */
export async function startContainer(
  docker: Docker,
  language: string,
  limits: SlotLimits,
  securityOptions: readonly string[],
): Promise<AgentContainer> {
  if (!isImageName(language)) throw imageMissing(language, `seedmill/${language}`);
  const image = imageTag(language);
  try {
    const container = await docker.createContainer(containerOptions(image, limits, securityOptions));
    try {
      // Attached before it starts: the container ends when its first client's connection does.
      const stream = await container.attach({
        stream: true,
        hijack: true,
        stdin: true,
        stdout: true,
        stderr: true,
      });
      const [{ Image: digest }] = await Promise.all([container.inspect(), container.start()]);
      stream.write(encodeGreeting(limits.diskBytes));
      return connect(stream, digest, () => removeContainer(docker, container.id));
    } catch (error) {
      await removeContainer(docker, container.id);
      throw error;
    }
  } catch (error) {
    if (codeOf(error) === 404) throw imageMissing(language, image);
    throw explain(error);
  }
}

/** AppArmor's profile for containers forbids `mount`, which the agent needs; the other walls stay. */
export function securityOptions(ofDaemon: readonly string[]): string[] {
  const apparmor = ofDaemon.some((option) => option.includes('apparmor'));
  return ['no-new-privileges', ...(apparmor ? ['apparmor=unconfined'] : [])];
}

function containerOptions(
  image: string,
  limits: SlotLimits,
  security: readonly string[],
): Record<string, unknown> {
  return {
    Image: image,
    Labels: ownerLabels(),
    User: 'root',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    NetworkDisabled: true,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // For the agent alone: namespaces and mounts, the job's user, killing it, raising the loopback.
      CapAdd: ['SYS_ADMIN', 'SETUID', 'SETGID', 'KILL', 'NET_ADMIN'],
      SecurityOpt: security,
      CgroupnsMode: 'private',
      IpcMode: 'private',
      Memory: limits.memoryBytes + RESERVE.memoryBytes,
      MemorySwap: limits.memoryBytes + RESERVE.memoryBytes,
      PidsLimit: limits.processes + RESERVE.processes,
      Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

function connect(stream: Duplex, image: string, removeIt: () => Promise<void>): AgentContainer {
  let words = '';
  let greeting = Buffer.alloc(0);
  let current: { reader: AnswerReader; resolve(answer: Answer): void; reject(error: Error): void } | null =
    null;
  let dead: Error | null = null;
  let removed: Promise<void> | undefined;

  const die = (error: Error) => {
    dead ??= error;
    current?.reject(error);
    current = null;
    stream.destroy();
  };
  const split = demultiplexer({
    stdout(bytes) {
      const missing = GREETING_BYTES - greeting.length;
      if (missing > 0) greeting = Buffer.concat([greeting, bytes.subarray(0, missing)]);
      if (bytes.length <= missing) return;
      if (current === null) throw new Error('the agent spoke unasked');
      const answer = current.reader.push(bytes.subarray(missing));
      if (answer === null) return;
      current.resolve(answer);
      current = null;
    },
    stderr(bytes) {
      words = (words + bytes.toString()).slice(-KEPT_WORDS);
    },
  });

  stream.on('data', (chunk: Buffer) => {
    try {
      split(chunk);
    } catch (error) {
      die(error instanceof Error ? error : new Error(String(error)));
    }
  });
  stream.on('error', die);
  stream.on('close', () => {
    die(new Error('the connection to the container closed'));
  });
  stream.on('end', () => {
    die(new Error('the container ended'));
  });

  return {
    image,
    ask: async (request, mostBytes, mostMs) => {
      if (dead !== null) throw dead;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      current = { reader: new AnswerReader(mostBytes), resolve, reject };
      const timer = setTimeout(() => {
        die(new Error(`the agent did not answer within ${mostMs} ms`));
      }, mostMs);
      stream.write(request);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
      }
    },
    missingWalls: () =>
      greeting.length === GREETING_BYTES && (greeting.readUInt32BE() & CGROUP_PER_JOB) === 0
        ? ['cgroup-per-job']
        : [],
    words: () => words.trim(),
    remove: () => {
      die(new Error('the container was removed'));
      removed ??= removeIt();
      return removed;
    },
  };
}
