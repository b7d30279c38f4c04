import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Program } from '@seedmill/contracts';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import type { BenchJob } from './jobs.ts';
import { type Runs, timed } from './measure.ts';

/** The label of every container that a benchmark starts, with the process's number. */
export const LABEL = 'seedmill.bench';

/**
 * Types a job's command inside a running container: nothing of Docker is in the time. Bash's own clock and `read`
 * start no process.
 */
const TIMED = `
busy() { read -r _ user nice system _ _ irq softirq _ < /proc/stat; echo $((user + nice + system + irq + softirq)); }
cd "/bench/$2" || exit 1
before=$(busy)
started=$EPOCHREALTIME
(eval "$1") > /bench/said 2>&1 || exit 1
echo "\${started/./} \${EPOCHREALTIME/./}" > /bench/time
echo "$before $(busy)" > /bench/ticks
`;

/** A job's command with the conventional toolchain, in three ways. */
export class ByHand {
  readonly #docker: Docker;
  readonly #image: string;
  readonly #job: BenchJob;
  readonly #fresh: () => Program;
  readonly #folder: string;
  readonly #container: Container;
  #copies = 0;

  private constructor(
    docker: Docker,
    image: string,
    job: BenchJob,
    fresh: () => Program,
    folder: string,
    container: Container,
  ) {
    this.#docker = docker;
    this.#image = image;
    this.#job = job;
    this.#fresh = fresh;
    this.#folder = folder;
    this.#container = container;
  }

  static async open(docker: Docker, image: string, job: BenchJob, fresh: () => Program): Promise<ByHand> {
    const folder = await mkdtemp(join(tmpdir(), 'job-'));
    const container = await docker.createContainer({
      ...options(image, ['sleep', 'infinity']),
      HostConfig: { AutoRemove: true, NetworkMode: 'none', Init: true, Binds: [`${folder}:/bench`] },
    });
    await container.start();
    return new ByHand(docker, image, job, fresh, folder, container);
  }

  /** The toolchain itself. */
  async bare(): Promise<Runs> {
    const script = ['bash', '-c', TIMED, 'timed', this.#job.bare, await this.#copy()];
    const code = await this.#exec(script, '/bench');
    if (code !== 0) throw new Error(`"${this.#job.bare}" failed:\n${await this.#read('said')}`);
    return {
      wallMs: [differenceOf(await this.#read('time')) / 1000],
      cpuMs: differenceOf(await this.#read('ticks')) * 10,
    };
  }

  /** `docker exec` in a container that is there. */
  async exec(): Promise<Runs> {
    const copy = await this.#copy();
    return timed(1, async () => {
      const code = await this.#exec(['sh', '-c', this.#job.bare], `/bench/${copy}`);
      if (code !== 0) throw new Error(`docker exec of "${this.#job.bare}" ended with ${code}`);
    });
  }

  /** In a new container. */
  async run(): Promise<void> {
    const copy = await this.#copy();
    const container = await this.#docker.createContainer({
      ...options(this.#image, ['sh', '-c', this.#job.bare]),
      WorkingDir: '/work',
      HostConfig: {
        AutoRemove: true,
        NetworkMode: 'none',
        Binds: [`${join(this.#folder, copy)}:/work`],
      },
    });
    const ended = container.wait({ condition: 'removed' });
    await container.start();
    const result = await ended;
    if (!isExit(result) || result.StatusCode !== 0)
      throw new Error(`docker run of "${this.#job.bare}" failed`);
  }

  async close(): Promise<void> {
    // It may be going already, after a failure.
    await this.#container.remove({ force: true }).catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #exec(command: string[], folder: string): Promise<number | null> {
    const exec = await this.#container.exec({
      Cmd: command,
      User: user(),
      WorkingDir: folder,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: false });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    stream.on('error', reject).on('end', resolve).resume();
    await promise;
    return (await exec.inspect()).ExitCode;
  }

  async #copy(): Promise<string> {
    const copy = String(++this.#copies);
    const { solution, tests } = this.#fresh();
    for (const [path, text] of Object.entries({ ...solution, ...tests })) {
      const file = join(this.#folder, copy, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return copy;
  }

  #read(file: string): Promise<string> {
    return readFile(join(this.#folder, file), 'utf8').catch(() => '');
  }
}

/** What the job makes belongs to us, so that we can remove it. */
const user = (): string => `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;

const options = (image: string, command: string[]): Record<string, unknown> => ({
  Image: image,
  Entrypoint: command,
  Cmd: [],
  User: user(),
  Env: ['HOME=/tmp'],
  Labels: { [LABEL]: String(process.pid) },
});

const differenceOf = (line: string): number => {
  const [from = 0, to = 0] = line.trim().split(' ').map(Number);
  return to - from;
};

const isExit = (value: unknown): value is { StatusCode: number } =>
  typeof value === 'object' && value !== null && 'StatusCode' in value;
