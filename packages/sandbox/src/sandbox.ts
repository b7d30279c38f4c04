import {
  type Job,
  type JobResult,
  type MissingWall,
  messageOf,
  type Sandbox,
  type SlotLimits,
} from '@seedmill/contracts';
import type { AgentContainer } from './agent-connection.ts';
import { decodeResults, mostAnswerBytes } from './answer.ts';
import { createDriver, type DriverSettings } from './driver.ts';
import { sandboxBroken, sandboxClosed } from './errors.ts';
import { checkJob } from './job-rules.ts';
import { Outage } from './outage.ts';
import { Pool, type Slot } from './pool.ts';
import { encodeJob } from './request.ts';

export interface SandboxSettings extends DriverSettings {
  /** `warm` (the default): slots serve one job after the other. `fresh`: a slot serves one job. */
  isolation?: 'warm' | 'fresh';
  /** The most slots, and so jobs, at once. */
  slots: number;
  limits: SlotLimits;
  /** Jobs after which a container is replaced; 200 when left out. */
  recycleAfter?: number;
  /** Milliseconds after which an unused container is closed; 60,000 when left out. */
  idleMs?: number;
  /** Told in words when Docker went away and is waited for. */
  onOutage?: (line: string) => void;
}

/** What a job may take beyond the wall clocks of its steps: set-up, killing, clean-up. */
const GRACE_MS = 10_000;
/** A job is tried again once when its container breaks under it while all else is well. */
const TRIES = 2;

/**
 * The sandbox over Docker (`DOCKER_HOST`, or the default socket) or over bubblewrap. Slots start when jobs come and
 * stay warm for the next; `close` removes them. See docs/security.md for the walls.
 */
export function createSandbox(settings: SandboxSettings): Sandbox {
  const driver = createDriver(settings);
  const closing = new AbortController();
  const outage = new Outage(settings.onOutage ?? (() => undefined));

  const pool = new Pool<AgentContainer>({
    slots: settings.slots,
    recycleAfter: settings.isolation === 'fresh' ? 1 : (settings.recycleAfter ?? 200),
    idleMs: settings.idleMs ?? 60_000,
    open: async (language) => {
      const container = await driver.startSlot(language, settings.limits);
      outage.over();
      return container;
    },
    close: (container) => container.remove(),
  });

  const sandbox: Sandbox = {
    async run(job, signal) {
      checkJob(job);
      const stop = AbortSignal.any(signal === undefined ? [closing.signal] : [closing.signal, signal]);
      let away: number | null = null;
      for (let tries = 1; ; tries++) {
        try {
          const result = await runOnce(pool, job, stop);
          away = null;
          if (result.outcome === 'ran') return result;
          // Where the daemon is gone, so is the container: that counts for nothing.
          await driver.look?.();
          if (tries === TRIES) return result;
        } catch (error) {
          away ??= performance.now();
          await outage.wait(error, performance.now() - away, stop);
          tries = 0;
        }
      }
    },

    async check(languages) {
      await driver.check(languages);
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
  const slot = await livingSlot(pool, job.language, signal);
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

/** A slot may have died unused: with the daemon, or killed from outside. */
async function livingSlot(
  pool: Pool<AgentContainer>,
  language: string,
  signal: AbortSignal,
): Promise<Slot<AgentContainer>> {
  for (;;) {
    const slot = await pool.acquire(language, signal);
    if (slot.served === 0 || slot.resource.alive()) return slot;
    pool.discard(slot);
  }
}

/**
 * The walls that a trial job meets.
 *
 * @throws AppError (fix-setup) when it does not get through
 */
export async function tryWalls(
  settings: SandboxSettings,
  language: string,
): Promise<{ up: string[]; missing: MissingWall[] }> {
  const sandbox = createSandbox({ ...settings, slots: 1 });
  try {
    const result = await sandbox.run(trialJob(language));
    if (result.outcome === 'lost') throw sandboxBroken(result.cause);
    const missing = result.missingWalls ?? [];
    const walls = ['container', 'cgroup-per-job', 'user-per-job'] as const;
    return { up: ['namespaces', 'seccomp', ...walls.filter((wall) => !missing.includes(wall))], missing };
  } finally {
    await sandbox.close();
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
