/** Limits of one slot of the sandbox: the outer wall around whatever runs in its container. */
export interface SlotLimits {
  /** Bytes of memory, tmpfs files included. */
  memoryBytes: number;
  /** Processes and threads alive at once. */
  processes: number;
  /** Bytes of files a job may keep, over all its writable places together. */
  diskBytes: number;
}

/** Limits of one step of a job. They hold for the step's whole process tree. */
export interface StepLimits {
  wallMs: number;
  /** CPU time of all processes of the step together. */
  cpuMs: number;
  /** Bytes of memory of all processes together, files in the job's writable places included. */
  memoryBytes: number;
  /** Processes and threads alive at once. */
  processes: number;
  /** Size of any one file the step writes. */
  fileBytes: number;
  /** Bytes of stdout and of stderr, each; the step is killed when it writes more. */
  outputBytes: number;
}

export interface Step {
  name: string;
  /** Program and arguments; no shell. The working directory is the job's folder. */
  command: readonly string[];
  /**
   * What the image keeps ready for this step, if it has it: `runner` – a process that has already loaded the test
   * framework, waiting for its stdin; `compiler` – the image's compile service. The outcome is that of `command`,
   * sooner; where the image keeps nothing ready, `command` runs.
   */
  warm?: 'runner' | 'compiler';
  /** Given on stdin, at most 4,096 bytes. */
  stdin?: string;
  env?: Readonly<Record<string, string>>;
  limits: StepLimits;
}

export interface Job {
  /** The language whose image runs it. */
  language: string;
  /** Relative path → content. */
  files: Readonly<Record<string, string>>;
  /** Run in order; a step that does not end with 0 is the last. */
  steps: readonly Step[];
}

/** Why the sandbox itself ended a step. */
export type Stopped = 'timeout' | 'memory-limit' | 'output-limit' | 'process-limit' | 'disk-limit';

export interface StepResult {
  name: string;
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** Such as `SIGSEGV`; null when it ended by itself. */
  signal: string | null;
  stopped: Stopped | null;
  stdout: string;
  stderr: string;
  /** What was written to file descriptor 3, the channel of the test runner's report. */
  report: string;
  wallMs: number;
  cpuMs: number;
  /**
   * The most memory in use at once by all processes of the step, in bytes, files included; where the machine does not
   * count it, the most that was seen, or the largest resident set of any one process.
   */
  peakMemoryBytes: number;
}

/**
 * A wall that is not there. `cgroup-per-job`: the kernel does not limit a job's processes together; they are looked at
 * every few milliseconds instead. `user-per-job`: jobs run as the user of Seedmill itself, in a user namespace without
 * rights. `container`: nothing stands around the job's jail: no second filter and limits, and the toolchains are the host's.
 */
export type MissingWall = 'cgroup-per-job' | 'user-per-job' | 'container';

/** `image` is the digest of the image it ran in. `lost`: the machinery failed (container gone, agent dead); says nothing about the job's code. */
export type JobResult =
  | { outcome: 'ran'; steps: StepResult[]; image: string; missingWalls?: MissingWall[] }
  | { outcome: 'lost'; cause: string };

/** Runs hostile code. Failures of the code are results; exceptions mean that the set-up must be mended. */
export interface Sandbox {
  run(job: Job, signal?: AbortSignal): Promise<JobResult>;
  /** Throws `AppError` (fix-setup) when the driver, or what it needs for one of these languages, is missing. */
  check(languages: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
