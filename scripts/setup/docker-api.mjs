import { request } from 'node:http';
import process from 'node:process';
import { SetupError } from './say.mjs';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';
const PING_MS = 5_000;

/** Where Docker is: `DOCKER_HOST`, else the usual socket. */
export const dockerHost = () => process.env.DOCKER_HOST || DEFAULT_HOST;

/** Whether the user named a Docker of their own, which is not ours to start. */
export const dockerIsTheirs = () => dockerHost() !== DEFAULT_HOST;

function address() {
  const host = dockerHost();
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (/^(tcp|http):\/\//.test(host)) {
    const { hostname, port } = new URL(host.replace(/^tcp/, 'http'));
    return { host: hostname, port: port || 2375 };
  }
  throw new SetupError(`DOCKER_HOST is "${host}"; Seedmill knows unix:// and tcp://.`, 'unset DOCKER_HOST');
}

/**
 * One request to Docker's HTTP API, which spares us the `docker` program; `body` may be a stream. `idleMs` without
 * a word from Docker fails. Resolves with the status and the whole text.
 */
export function docker(method, path, { body, idleMs = 60_000, signal, heard = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ ...address(), method, path, signal, timeout: idleMs }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
        heard(part.trimEnd().split(/\r?\n/).at(-1));
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`Docker said nothing for ${idleMs / 1000} s`)));
    sent.on('error', reject);
    if (body) body.on('error', (error) => sent.destroy(error)).pipe(sent);
    else sent.end();
  });
}

/** Whether Docker answers: `answers`, `forbidden` (this user may not talk to it) or `silent`. */
export async function pingDocker() {
  try {
    const { status } = await docker('GET', '/_ping', { idleMs: PING_MS });
    return status === 200 ? 'answers' : 'silent';
  } catch (error) {
    if (error instanceof SetupError) throw error;
    return error.code === 'EACCES' || error.code === 'EPERM' ? 'forbidden' : 'silent';
  }
}
