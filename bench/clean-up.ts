import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { LABEL } from './by-hand.ts';

/**
 * Does the work, and closes what it opened however it ends, Ctrl-C included. Containers that were starting
 * meanwhile are found by their label. All temporary files of this process are in `folder`.
 */
export async function withCleanUp(
  work: (docker: Docker, folder: string) => Promise<void>,
  close: () => Promise<void>,
) {
  const docker = new Docker();
  const folder = mkdtempSync(join(tmpdir(), 'seedmill-bench-'));
  process.env.TMPDIR = folder;
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    await close();
    const filters = JSON.stringify({ label: [`${LABEL}=${process.pid}`] });
    for (const { Id } of await docker.listContainers({ all: true, filters })) {
      await docker
        .getContainer(Id)
        .remove({ force: true })
        .catch(() => undefined);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      closed ??= closeAll();
      void closed.finally(() => process.exit(130));
    });
  }
  try {
    await work(docker, folder);
  } finally {
    closed ??= closeAll();
    await closed;
  }
}
