import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageTag } from '@seedmill/sandbox';
import Docker from 'dockerode';
import { execa } from 'execa';
import { expect, vi } from 'vitest';

/** Whether a test can have a Docker daemon of its own here. */
export const mayOwnDocker = process.getuid?.() === 0;
/** For the title of what is skipped where it cannot. */
export const skipped = mayOwnDocker ? '' : ' (skipped: only root may start a Docker daemon)';

/** A Docker daemon of the test's own, which it may kill. Containers have no network; nothing else knows of it. */
export class OwnDocker {
  readonly host: string;
  readonly docker: Docker;
  readonly #folder: string;
  readonly #dataRoot: string;
  #daemon: ReturnType<typeof spawnDaemon> | undefined;

  private constructor(folder: string, dataRoot: string) {
    this.#folder = folder;
    this.#dataRoot = dataRoot;
    this.host = `unix://${join(folder, 'docker.sock')}`;
    this.docker = new Docker({ socketPath: join(folder, 'docker.sock') });
  }

  /** Starts it, with the images of these languages; `dataRoot` in a folder of its own when left out. */
  static async start(
    languages: readonly Parameters<typeof imageTag>[0][],
    dataRoot?: string,
  ): Promise<OwnDocker> {
    const folder = await mkdtemp(join(tmpdir(), 'seedmill-docker-'));
    const own = new OwnDocker(folder, dataRoot ?? join(folder, 'data'));
    await own.up();
    for (const language of languages) {
      const image = await new Docker().getImage(imageTag(language)).get();
      const answer = await own.docker.loadImage(image);
      expect((await answer.toArray()).join('')).not.toContain('error');
    }
    return own;
  }

  async up(): Promise<void> {
    // What a killed daemon leaves; it would take the pids for living processes.
    for (const file of ['pid', 'exec/containerd/containerd.pid'])
      await rm(join(this.#folder, file), { force: true });
    this.#daemon = spawnDaemon(this.#folder, this.#dataRoot, this.host);
    const isUp = vi.waitFor(() => this.docker.ping(), { timeout: 30_000, interval: 100 });
    // A daemon that cannot start says why and ends.
    const ended = this.#daemon.then(({ all }) => Promise.reject(new Error(all)));
    await Promise.race([isUp, ended]);
    ended.catch(() => undefined);
  }

  /** Returns when it is gone. Asked politely, it stops its containers first. */
  async down(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#daemon?.kill(signal);
    await this.#daemon;
  }

  /** Ends it and leaves nothing behind. */
  async remove(): Promise<void> {
    // One that a test killed has left its containers running: only a daemon ends them.
    await this.docker.ping().catch(() => this.up());
    await this.down('SIGTERM');
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const ours = mounts.map((line) => line.split(' ')[1] ?? '').filter((at) => at.startsWith(this.#folder));
    for (const at of ours.reverse()) await execa('umount', ['--lazy', at], { reject: false });
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const spawnDaemon = (folder: string, dataRoot: string, host: string) =>
  execa(
    'unshare',
    [
      // A network of its own: a daemon without a bridge takes the bridge of the machine's daemon away.
      '--net',
      'dockerd',
      `--data-root=${dataRoot}`,
      `--exec-root=${join(folder, 'exec')}`,
      `--pidfile=${join(folder, 'pid')}`,
      `--host=${host}`,
      '--bridge=none',
      '--iptables=false',
    ],
    { reject: false, stdin: 'ignore', all: true, forceKillAfterDelay: false },
  );
