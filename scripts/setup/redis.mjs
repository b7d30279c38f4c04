import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { checkout } from './checkout.mjs';
import { freePort, isRunning, lastLines, startDaemon, stopDaemon, waitUntil } from './daemons.mjs';
import { findProgram } from './programs.mjs';
import { SetupError, saying } from './say.mjs';
import { recordedServices, recordService } from './services.mjs';

const START_MS = 10_000;
const ANSWER_MS = 1_000;

/** Whether this checkout needs a Redis of its own: `REDIS_URL` always wins, and a running one is kept. */
export async function needsRedis() {
  if (process.env.REDIS_URL) return false;
  const { redis } = recordedServices();
  return !(isRunning(redis) && (await answersPing(redis.url)));
}

/** Starts a Redis for this checkout alone: on the loopback address, with a password, writing to disk every second. */
export async function privateRedis() {
  if (!(await needsRedis())) return;
  const recorded = recordedServices().redis;
  // It runs but does not answer; a second one on the same files would spoil them.
  if (isRunning(recorded)) await stopDaemon(recorded, 'SIGTERM');
  await saying('starting redis-server', start);
}

async function start() {
  const folder = join(checkout.state, 'redis');
  const log = join(folder, 'redis.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  const url = `redis://:${password}@127.0.0.1:${port}`;
  // The configuration goes through stdin: a password on the command line is there for everybody to read.
  const input = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
  const redis = { url, ...startDaemon(findProgram('redis-server'), ['-'], { log, input, cwd: folder }) };
  recordService('redis', redis);
  let answers = false;
  await waitUntil(async () => {
    answers = await answersPing(url);
    return answers || !isRunning(redis);
  }, START_MS);
  if (!answers) {
    throw new SetupError('redis-server did not start.', `less ${log}`, lastLines(log));
  }
}

/** Two commands in Redis's own protocol; QUIT makes the server close, so there is no waiting for more. */
function answersPing(url) {
  const { port, password } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`);
    });
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.includes('+PONG')));
  });
}
