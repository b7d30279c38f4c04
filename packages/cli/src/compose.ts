import { availableParallelism } from 'node:os';
import { type Config, sandboxLimits } from '@seedmill/config';
import {
  contentId,
  type Ledger,
  type ProgramVerifier,
  type Provider,
  type Queues,
  type Run,
  type Services,
  stableJson,
  type Teacher,
  type TeacherCall,
  type TeacherSettings,
} from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { openLedger } from '@seedmill/ledger';
import { connectRedis, openQueues } from '@seedmill/queue';
import { createSandbox } from '@seedmill/sandbox';
import { createSeeds } from '@seedmill/seeds';
import { createProvider, createTeacher } from '@seedmill/teacher';
import { createStaticAnalysis, createVerifier } from '@seedmill/verify';

/** Everything that a process which works on tasks needs, wired. */
export interface Factory {
  ledger: Ledger;
  queues: Queues;
  services: Services;
  /** Sandbox slots, and so how many attempts are verified at once. */
  slots: number;
  close(): Promise<void>;
}

export interface FactoryOptions {
  /** Told of every teacher call that an answer was read from. */
  onCall?: ((call: TeacherCall) => void) | undefined;
  /** Told in words when Docker went away and is waited for. */
  onOutage?: ((line: string) => void) | undefined;
}

/**
 * Wires a factory. Before anything is written it looks whether all that is needed is there.
 *
 * @throws AppError (fix-setup) when Redis, Docker, an image or the ledger is missing
 */
export async function composeFactory(config: Config, options: FactoryOptions = {}): Promise<Factory> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    await checkRedis(config);
    const slots = config.sandbox.slots ?? defaultSlots();
    const limits = sandboxLimits(config);
    const { onOutage = () => undefined } = options;
    const sandbox = createSandbox({ ...sandboxOf(config), slots, limits: limits.slot, onOutage });
    closers.push(() => sandbox.close());
    await sandbox.check(config.languages);
    const analysis = createStaticAnalysis(languages, threadsFor(slots));
    closers.push(() => analysis.close());
    const ledger = await openLedger(config.ledger);
    closers.push(() => ledger.close());
    const queues = await openQueues(config.redis, ledger.id);
    closers.push(() => queues.close());

    const services: Services = {
      ledger,
      seeds: createSeeds(languages, analysis),
      verifier: createVerifier({ languages, analysis, sandbox, limits }),
      teacher: teachers(config, ledger, options),
    };
    return { ledger, queues, services, slots, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * One more than there are processors: between two jobs a slot waits for its client, and with small jobs that is a sixth
 * of the time.
 */
export const defaultSlots = (): number => availableParallelism() + 1;

const threadsFor = (slots: number): number => Math.min(slots, availableParallelism());

/** What judging programs takes, wired; neither Redis nor a ledger is needed. */
export function composeVerifier(
  config: Config,
  chosenSlots: number | undefined,
  onOutage: (line: string) => void,
): { verifier: ProgramVerifier; slots: number; close: () => Promise<void> } {
  const slots = chosenSlots ?? config.sandbox.slots ?? defaultSlots();
  const limits = sandboxLimits(config);
  const sandbox = createSandbox({ ...sandboxOf(config), slots, limits: limits.slot, onOutage });
  const analysis = createStaticAnalysis(languages, threadsFor(slots));
  return {
    verifier: createVerifier({ languages, analysis, sandbox, limits }),
    slots,
    close: async () => {
      await Promise.all([sandbox.close(), analysis.close()]);
    },
  };
}

/** Which sandbox it is. */
export function sandboxOf({ sandbox: { driver, runtime, isolation }, cacheFolder: cache }: Config) {
  return { driver, runtime, isolation, cache };
}

/** Looks into a seed folder without writing anything. */
export async function checkSeeds(config: Config, folder: string): Promise<void> {
  const analysis = createStaticAnalysis(languages, 1);
  try {
    await createSeeds(languages, analysis).check(folder, config.seedLanguages);
  } finally {
    await analysis.close();
  }
}

export async function checkRedis(config: Config): Promise<{ version: string }> {
  const { redis, version } = await connectRedis(config.redis);
  redis.disconnect();
  return { version };
}

export function composeProvider(config: Config, teacher: TeacherSettings = config.teacher): Provider {
  return createProvider({ ...teacher, apiKey: config.keyIn(teacher.apiKeyEnv) });
}

/** A run over a folder with this configuration; the same of both is the same run. */
export function describeRun(config: Config, source: string): Run {
  const { languages: to, seedLanguages: from, samples, maxSnippets, teacher } = config;
  const identity = composeProvider(config).identity;
  const id = contentId('run', source, [...to].sort(), [...from].sort(), samples, maxSnippets, identity);
  return {
    id,
    source,
    languages: [...to],
    seedLanguages: [...from],
    samples,
    maxSnippets,
    teacher: { ...teacher },
  };
}

/** The teacher of each run as the run's own settings say, whichever process works on it. */
function teachers(config: Config, ledger: Ledger, { onCall }: FactoryOptions): (run: Run) => Teacher {
  const known = new Map<string, Teacher>();
  return (run) => {
    // By its settings, not by the run: a run that is enqueued again may name another endpoint.
    const key = stableJson(run.teacher);
    let teacher = known.get(key);
    if (teacher === undefined) {
      const provider = composeProvider(config, run.teacher);
      teacher = createTeacher({ provider, calls: ledger, languages, onCall, inFlight: new Map() });
      known.set(key, teacher);
    }
    return teacher;
  };
}
