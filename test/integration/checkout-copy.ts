import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

const NOBODY = 65_534;
const repository = join(import.meta.dirname, '..', '..');

/** Whether the tests run as root, who alone may install packages and become another user. */
export const isRoot = process.getuid?.() === 0;

/** How a script ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface HowToRun {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly asNobody?: boolean;
}

/** A checkout to try the set-up in: the real scripts, made-up npm packages, and a Docker that only talks. */
export class CheckoutCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'seedmill-setup-'));
  /** What Docker answers, by path; `200 {}` where nothing is said. */
  readonly dockerAnswers = new Map<string, { status: number; body: string }>();
  readonly #docker = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const { status, body } = this.dockerAnswers.get(path) ?? { status: 200, body: '{}' };
    request.resume().on('end', () => response.writeHead(status).end(body));
  });

  static async make(): Promise<CheckoutCopy> {
    const copy = new CheckoutCopy();
    chmodSync(copy.root, 0o755);
    cpSync(join(repository, 'scripts'), join(copy.root, 'scripts'), { recursive: true });
    copy.write('package.json', '{ "type": "module" }');
    copy.write('package-lock.json', '{}');
    copy.write('node_modules/.seedmill-lock', createHash('sha256').update('{}').digest('hex'));
    mkdirSync(join(copy.root, 'node_modules', '.bin'));
    symlinkSync(process.execPath, join(copy.root, 'node_modules', '.bin', 'node'));
    copy.seedmillIs('process.exit(0);');
    await new Promise<void>((resolve) => {
      copy.#docker.listen(join(copy.root, 'docker.sock'), resolve);
    });
    chmodSync(join(copy.root, 'docker.sock'), 0o777);
    return copy;
  }

  /** Stops what the set-up started here and leaves nothing behind. */
  async remove(): Promise<void> {
    await this.run('down');
    this.#docker.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  write(path: string, content: string, mode = 0o644): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true });
    writeFileSync(join(this.root, path), content, { mode });
  }

  /** Makes `body` the program that `seedmill` is here. */
  seedmillIs(body: string): void {
    this.write('node_modules/.bin/seedmill', `#!/usr/bin/env node\n${body}\n`, 0o755);
  }

  start(script: string, { args = [], env = {}, asNobody = false }: HowToRun = {}) {
    const ours = { REDIS_URL: undefined, SEEDMILL_TEST_POSTGRES: undefined };
    const child = spawn(
      asNobody ? this.#nodeForNobody() : process.execPath,
      [`scripts/${script}.mjs`, ...args],
      {
        cwd: this.root,
        env: { ...process.env, ...ours, DOCKER_HOST: `unix://${join(this.root, 'docker.sock')}`, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(asNobody && isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      },
    );
    const ended = Promise.all([codeOf(child), text(child.stdout), text(child.stderr)]).then(
      ([code, stdout, stderr]): Ended => ({ code, stdout, stderr }),
    );
    return { child, ended };
  }

  run(script: string, how?: HowToRun): Promise<Ended> {
    return this.start(script, how).ended;
  }

  /** The text of services.json. */
  services(): string {
    return readFileSync(join(this.root, '.seedmill', 'services.json'), 'utf8');
  }

  serviceUrl(name: string): URL {
    return new URL(new RegExp(`"${name}": \\{\\s*"url": "([^"]+)"`).exec(this.services())?.[1] ?? 'missing');
  }

  servicePid(name: string): number {
    return Number(new RegExp(`"${name}": \\{[^}]*"pid": (\\d+)`).exec(this.services())?.[1]);
  }

  /** The checkout under test may lie where only root can go; so may its Node. */
  #nodeForNobody(): string {
    const node = join(this.root, 'node');
    copyFileSync(process.execPath, node);
    if (isRoot) chownSync(this.root, NOBODY, NOBODY);
    return node;
  }
}

const codeOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
