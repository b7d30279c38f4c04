import { type Job, type JobResult, messageOf, type Sandbox, type SlotLimits } from '@seedmill/contracts';
import Docker from 'dockerode';
import { decodeResults, mostAnswerBytes } from './answer.ts';
import { type AgentContainer, securityOptions, startContainer } from './container.ts';
import { explain, imageMissing, sandboxBroken, sandboxClosed } from './errors.ts';
import { missingImages } from './images.ts';
import { checkJob } from './job-rules.ts';
import { removeLeftovers } from './owner.ts';
import { Pool } from './pool.ts';
import { imageTag, isImageName } from './recipes.ts';
import { encodeJob } from './request.ts';

export interface SandboxSettings {
  /** The most containers, and so jobs, at once. */
  slots: number;
  limits: SlotLimits;
  /** Jobs after which a container is replaced; 200 when left out. */
  recycleAfter?: number;
  /** Milliseconds after which an unused container is closed; 60,000 when left out. */
  idleMs?: number;
}

/** What a job may take beyond the wall clocks of its steps: set-up, killing, clean-up. */
const GRACE_MS = 10_000;
/** A job is tried again once when its container breaks under it. */
const TRIES = 2;

/**
 * The sandbox over Docker (`DOCKER_HOST`, or the default socket). Containers start when jobs come and stay
 * warm for the next; `close` removes them. See docs/security.md for the walls.
 */
export function createSandbox(settings: SandboxSettings): Sandbox {
  const docker = new Docker();
  const closing = new AbortController();
  let prepared: Promise<string[]> | undefined;

  /** Once per sandbox: clears away what dead owners left, and learns what the daemon needs. */
  const prepare = async () => {
    const { SecurityOptions } = await docker.info();
    await removeLeftovers(docker);
    return securityOptions(SecurityOptions ?? []);
  };
  const pool = new Pool<AgentContainer>({
    slots: settings.slots,
    recycleAfter: settings.recycleAfter ?? 200,
    idleMs: settings.idleMs ?? 60_000,
    open: async (language) => {
      prepared ??= prepare().catch((error: unknown) => {
        prepared = undefined;
        throw explain(error);
      });
      return startContainer(docker, language, settings.limits, await prepared);
    },
    close: (container) => container.remove(),
  });

  const sandbox: Sandbox = {
    async run(job, signal) {
      checkJob(job);
      const stop = AbortSignal.any(signal === undefined ? [closing.signal] : [closing.signal, signal]);
      let cause = '';
      for (let attempt = 1; attempt <= TRIES; attempt++) {
        const result = await runOnce(pool, job, stop);
        if (result.outcome === 'ran') return result;
        cause = result.cause;
      }
      return { outcome: 'lost', cause };
    },

    async check(languages) {
      const [missing] = await missingImages(languages, docker);
      if (missing !== undefined)
        throw imageMissing(missing, isImageName(missing) ? imageTag(missing) : missing);
      for (const language of languages.slice(0, 1)) {
        const result = await sandbox.run(trialJob(language));
        if (result.outcome === 'lost') throw sandboxBroken(result.cause);
      }
    },

    async close() {
      closing.abort(sandboxClosed());
      await pool.close();
    },
  };
  return sandbox;
}

async function runOnce(pool: Pool<AgentContainer>, job: Job, signal: AbortSignal): Promise<JobResult> {
  const slot = await pool.acquire(job.language, signal);
  const { resource: container } = slot;
  let healthy = true;
  const abort = () => void container.remove().catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const mostMs = job.steps.reduce((sum, step) => sum + step.limits.wallMs, GRACE_MS);
    const request = encodeJob(job);
    healthy = false;
    const answer = await container.ask(request, mostAnswerBytes(job.steps), mostMs);
    if ('broken' in answer)
      return { outcome: 'lost', cause: container.words() || 'the job’s supervisor died' };
    const steps = decodeResults(answer.payload, job.steps);
    healthy = true;
    const missingWalls = container.missingWalls();
    return {
      outcome: 'ran',
      steps,
      image: container.image,
      ...(missingWalls.length > 0 && { missingWalls }),
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { outcome: 'lost', cause: [messageOf(error), container.words()].filter(Boolean).join(': ') };
  } finally {
    signal.removeEventListener('abort', abort);
    if (healthy) pool.release(slot);
    else pool.discard(slot);
  }
}

const trialJob = (language: string): Job => ({
  language,
  files: {},
  steps: [
    {
      name: 'trial',
      command: ['true'],
      limits: {
        wallMs: 10_000,
        cpuMs: 10_000,
        memoryBytes: 32 << 20,
        processes: 8,
        fileBytes: 1024,
        outputBytes: 1024,
      },
    },
  ],
});
