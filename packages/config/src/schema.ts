import { teacherSettings } from '@seedmill/contracts';
import { z } from 'zod';

const MiB = 1024 * 1024;

/** Everything that can be set, with its default. Sizes in MiB and times in ms where the name says so. */
export const settings = z.strictObject({
  /** Languages that solutions are written in. */
  languages: z.array(z.string()).min(1).default(['python', 'javascript', 'typescript']),
  /** Languages that snippets are taken in. */
  seedLanguages: z.array(z.string()).min(1).default(['python', 'javascript', 'typescript']),
  /** Attempts per problem and language. */
  samples: z.int().min(1).max(100).default(2),
  /** Most snippets taken from one repository. */
  maxSnippets: z.int().positive().default(1000),
  /** SQLite file, or postgres://… for many machines. */
  ledger: z.string().min(1).default('.seedmill/ledger.sqlite'),
  /** Null: the private Redis that `npm run setup` started. */
  redis: z.string().min(1).nullable().default(null),
  teacher: teacherSettings.prefault({}),
  /** Jobs in flight per stage that waits for the teacher. */
  concurrency: z.int().min(1).max(500).default(8),
  sandbox: z
    .strictObject({
      /** `local`: bubblewrap and this machine's toolchains instead of Docker; see docs/local.md. */
      driver: z.enum(['docker', 'local']).default('docker'),
      /** The runtime of Docker's containers, such as runsc. Null: Docker's default. */
      runtime: z.string().min(1).nullable().default(null),
      /** `fresh`: a container, or slot, per job. */
      isolation: z.enum(['warm', 'fresh']).default('warm'),
      /** Warm containers at most, over all languages. Null: one more than there are processors. */
      slots: z.int().min(1).max(512).nullable().default(null),
      memoryMiB: z.int().min(64).default(512),
      processes: z.int().min(8).default(128),
      diskMiB: z.int().min(1).default(64),
      /** Longest compilation of one program. */
      compileMs: z.int().min(100).default(30_000),
      /** Longest run of one suite. */
      testMs: z.int().min(100).default(10_000),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settings>;

/** The sandbox's limits in the units that it takes. */
export function sandboxLimits({ sandbox }: Settings) {
  const memoryBytes = sandbox.memoryMiB * MiB;
  const diskBytes = sandbox.diskMiB * MiB;
  const { processes } = sandbox;
  const step = (ms: number) => ({
    wallMs: ms,
    // Compilers and runtimes work on several processors at once.
    cpuMs: 2 * ms,
    memoryBytes,
    processes,
    fileBytes: diskBytes,
    outputBytes: 256 * 1024,
  });
  return {
    slot: { memoryBytes, processes, diskBytes },
    compile: step(sandbox.compileMs),
    test: step(sandbox.testMs),
  };
}
