import type { Job, Sandbox, SlotLimits, Step, StepLimits, StepResult } from '@seedmill/contracts';
import { buildImages, languagesWithImages, missingImages } from '@seedmill/sandbox';
import Docker from 'dockerode';

/** A Docker that starts containers with other settings than the sandbox asks for. */
export class AlteredDocker extends Docker {
  readonly #host: object;
  readonly #settings: object;

  constructor(host: object, settings: object = {}) {
    super();
    this.#host = host;
    this.#settings = settings;
  }

  override createContainer(options: Record<string, unknown>) {
    const { HostConfig } = options;
    return super.createContainer({
      ...options,
      ...this.#settings,
      HostConfig: { ...(typeof HostConfig === 'object' ? HostConfig : {}), ...this.#host },
    });
  }
}

export const limits: SlotLimits = { memoryBytes: 256 << 20, processes: 48, diskBytes: 64 << 20 };

/** Builds what the set-up normally has built. */
export async function ensureImages(): Promise<void> {
  await buildImages(await missingImages(languagesWithImages), () => undefined);
}

/** One step with room for what tests do; `change` what a test is about. */
export function step(command: readonly string[], change: Partial<Step> = {}, wallMs = 10_000): Step {
  const room: StepLimits = {
    wallMs,
    cpuMs: 10_000,
    memoryBytes: limits.memoryBytes,
    processes: limits.processes,
    fileBytes: 32 << 20,
    outputBytes: 1 << 20,
  };
  return { name: command[0] ?? '', command, limits: room, ...change };
}

/** Runs a job of one step and gives its result; a lost job fails the test. */
export async function runStep(
  sandbox: Sandbox,
  theStep: Step,
  files: Job['files'] = {},
  language = 'python',
): Promise<StepResult> {
  const result = await sandbox.run({ language, files, steps: [theStep] });
  if (result.outcome === 'lost') throw new Error(`lost: ${result.cause}`);
  const [first] = result.steps;
  if (first === undefined) throw new Error('no step ran');
  return first;
}

/** A Python program as one step. */
export const python = (sandbox: Sandbox, code: string, change?: Partial<Step>, wallMs?: number) =>
  runStep(sandbox, step(['python3', '-I', 'main.py'], change, wallMs), { 'main.py': code });

const SNAPSHOT = `
import os
seen = {
    'files': [os.path.join(at, name) for place in ('/work', '/tmp', '/dev/shm') for at, dirs, files in os.walk(place) for name in dirs + files],
    'processes': [int(pid) for pid in os.listdir('/proc') if pid.isdigit()],
    'shm': len(open('/proc/sysvipc/shm').readlines()) - 1,
    'me': os.getpid(),
}
assert seen['files'] == ['/work/main.py'], seen
assert seen['processes'] == [seen['me']], seen
assert seen['shm'] == 0, seen
print('clean')
`;

/** Whether the next job on this sandbox finds everything as new. */
export async function isClean(sandbox: Sandbox): Promise<boolean> {
  const { stdout, stderr } = await python(sandbox, SNAPSHOT);
  if (stdout !== 'clean\n') throw new Error(stderr);
  return true;
}
