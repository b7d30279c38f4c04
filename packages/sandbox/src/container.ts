import type { Duplex } from 'node:stream';
import { messageOf, type SlotLimits } from '@seedmill/contracts';
import type Docker from 'dockerode';
import { type AgentContainer, connectAgent } from './agent-connection.ts';
import { demultiplexer } from './demultiplexer.ts';
import { codeOf, explain, imageMissing, runtimeUnknown } from './errors.ts';
import { ownerLabels, removeContainer } from './owner.ts';
import { imageTag, isImageName } from './recipes.ts';

/**
 * What the outer wall leaves beyond the job's own limits, for the agent, the supervisor, the job as it is handed
 * over, and what the image keeps warm.
 */
const RESERVE = { memoryBytes: 384 << 20, processes: 128 };
/**
 * Starts a container of a language; `runtime` as Docker knows it, null for its default. Throws
 * `SANDBOX_IMAGE_MISSING`, `SANDBOX_RUNTIME_UNKNOWN`, `DOCKER_UNREACHABLE`, `DOCKER_REFUSED` and `DOCKER_DISK_FULL`.
 */
export async function startContainer(
  docker: Docker,
  language: string,
  limits: SlotLimits,
  securityOptions: readonly string[],
  runtime: string | null = null,
): Promise<AgentContainer> {
  if (!isImageName(language)) throw imageMissing(language, `seedmill/${language}`);
  const image = imageTag(language);
  try {
    const options = containerOptions(image, limits, securityOptions, runtime);
    const container = await docker.createContainer(options).catch((error: unknown) => {
      // Of what comes later it would say that somebody removed the container.
      throw codeOf(error) === 404 ? imageMissing(language, image) : error;
    });
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
      return connect(stream, digest, limits, () => removeContainer(docker, container.id));
    } catch (error) {
      await removeContainer(docker, container.id);
      throw error;
    }
  } catch (error) {
    if (runtime !== null && /unknown.*runtime/i.test(messageOf(error))) throw runtimeUnknown(runtime, error);
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
  runtime: string | null,
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
    // The agent does not hear SIGTERM: who stops a container, or the daemon, would wait ten seconds for nothing.
    StopSignal: 'SIGKILL',
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // For the agent alone: namespaces and mounts, the job's user, killing it, raising the loopback.
      CapAdd: ['SYS_ADMIN', 'SETUID', 'SETGID', 'KILL', 'NET_ADMIN'],
      SecurityOpt: security,
      ...(runtime === null ? {} : { Runtime: runtime }),
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

/** One stream carries all that the agent says. */
function connect(
  stream: Duplex,
  image: string,
  limits: SlotLimits,
  remove: () => Promise<void>,
): AgentContainer {
  const { container, ears } = connectAgent(
    {
      image,
      missingWalls: [],
      write: (bytes) => void stream.write(bytes),
      hangUp: () => void stream.destroy(),
      remove,
    },
    limits,
  );
  const split = demultiplexer(ears);
  stream.on('data', (chunk: Buffer) => {
    try {
      split(chunk);
    } catch (error) {
      ears.gone(error instanceof Error ? error : new Error(String(error)));
    }
  });
  stream.on('error', (error: Error) => {
    ears.gone(error);
  });
  stream.on('close', () => {
    ears.gone(new Error('the connection to the container closed'));
  });
  stream.on('end', () => {
    ears.gone(new Error('the container ended'));
  });
  return container;
}
