import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, it, onTestFinished } from 'vitest';
import { answered } from './silence.ts';

it('gives up on a daemon that takes connections and never answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedmill-silence-'));
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const socketPath = join(folder, 'docker.sock');
  await new Promise<void>((listening) => server.listen(socketPath, listening));

  await expect(answered(new Docker({ socketPath }).info(), 100)).rejects.toMatchObject({
    code: 'DOCKER_UNREACHABLE',
    message: 'The Docker daemon does not answer: nothing came within 0.1 s.',
  });
  expect(sockets).toHaveLength(1);
});

it('leaves answers and failures as they are', async () => {
  expect(await answered(Promise.resolve(1))).toBe(1);
  await expect(answered(Promise.reject(new Error('no')))).rejects.toThrow('no');
});
