import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Docker from 'dockerode';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const folder = new URL('.', import.meta.url).pathname;
const recipe = readFileSync(new URL('Dockerfile', import.meta.url));
const image = `seedmill-local-host:${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`;

/** Who uses the machine: `root`, or an ordinary user, whom the Dockerfile made. */
export type HostUser = 'root' | 'user';

/** What bubblewrap needs of a container around it beside an unmasked /proc; a user of the machine needs nothing. */
const PRIVILEGES = { root: { CapAdd: ['SYS_ADMIN', 'NET_ADMIN'] }, user: { CapDrop: ['ALL'] } };
const BOUNDS = { Memory: 6 * 2 ** 30, MemorySwap: 6 * 2 ** 30, PidsLimit: 4096 };

/** Runs tests on the machine, where nothing may be written beside the project's files. */
export const vitest: readonly string[] = ['vitest', 'run', '--configLoader=runner', '--project=integration'];

const docker = new Docker();

/** Makes the image of the machine, if it is not there. Needs Debian's mirrors, and takes minutes. */
export async function buildLocalHost(): Promise<void> {
  const exists = await docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (exists) return;
  const messages = await docker.buildImage(
    { context: folder, src: ['Dockerfile'] },
    { t: image, networkmode: 'host', forcerm: true },
  );
  for await (const line of createInterface({ input: messages })) {
    const message: unknown = line.trim() === '' ? {} : JSON.parse(line);
    if (message !== null && typeof message === 'object' && 'error' in message)
      throw new Error(String(message.error));
  }
}

/**
 * Runs a command on a machine that has every toolchain, and no Docker and no network, in a read-only view of this
 * checkout. Resolves with its exit code; at the latest after `mostMs`, when it is killed. The machine is gone then.
 */
export async function runOnLocalHost(
  user: HostUser,
  command: readonly string[],
  mostMs: number,
  hear: (text: string) => void,
): Promise<number> {
  const { SecurityOptions } = await docker.info();
  const apparmor = SecurityOptions?.some((option) => option.includes('apparmor')) ?? false;
  const container = await docker.createContainer({
    Image: image,
    Cmd: command,
    User: user,
    WorkingDir: root,
    Tty: true,
    Env: [
      `PATH=${root}/node_modules/.bin:/usr/local/bin:/usr/bin:/bin`,
      `HOME=${user === 'root' ? '/root' : '/home/user'}`,
      'SEEDMILL_SANDBOX=local',
      'NO_COLOR=1',
      // Lines that stay, though it is a terminal.
      'CI=1',
      `SEEDMILL_REPEAT=${process.env.SEEDMILL_REPEAT ?? '1'}`,
    ],
    HostConfig: {
      Binds: [`${root}:${root}:ro`],
      NetworkMode: 'none',
      ...PRIVILEGES[user],
      SecurityOpt: ['seccomp=unconfined', ...(apparmor ? ['apparmor=unconfined'] : [])],
      MaskedPaths: [],
      ReadonlyPaths: [],
      ...BOUNDS,
    },
  });
  const remove = () => container.remove({ force: true }).catch(() => undefined);
  const clock = setTimeout(() => void remove(), mostMs);
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    stream.on('data', (bytes: Buffer) => {
      hear(bytes.toString());
    });
    const ended = container.wait({ condition: 'next-exit' });
    await container.start();
    return exitCodeOf(await ended);
  } finally {
    clearTimeout(clock);
    await remove();
  }
}

function exitCodeOf(answer: unknown): number {
  const code: unknown =
    answer !== null && typeof answer === 'object' && 'StatusCode' in answer ? answer.StatusCode : undefined;
  return typeof code === 'number' ? code : 1;
}
