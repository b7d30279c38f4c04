import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { SetupError } from './say.mjs';

/** How much of a tool's last words is kept for the message when it fails. */
const TAIL_CHARACTERS = 8_000;

/** Daemons live in sbin, which `su` leaves out of PATH; Debian keeps Postgres's programs out of it altogether. */
function searchPath() {
  const postgres = '/usr/lib/postgresql';
  const versions = existsSync(postgres) ? readdirSync(postgres).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
    ...versions.map((version) => join(postgres, version, 'bin')),
  ];
}

/** The path of a program of this machine, or undefined when it is not installed. */
export function findProgram(name) {
  return searchPath()
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    });
}

/** The environment in which the checkout's own programs come first: Node 24 among them. */
export function projectEnv(root) {
  return { ...process.env, PATH: [binFolder(root), ...searchPath()].join(delimiter) };
}

/** The environment without the checkout's own programs, for tools that may replace node_modules. */
export function systemEnv(root) {
  const folders = searchPath().filter((folder) => folder !== binFolder(root));
  return { ...process.env, PATH: folders.join(delimiter) };
}

/** Where npm puts the programs of a checkout. */
export function binFolder(root) {
  return join(root, 'node_modules', '.bin');
}

/** A tool that ended badly, with its command line and its last words. */
class ToolFailed extends SetupError {
  constructor(commandLine, ending, output) {
    super(`"${commandLine}" ${ending}.`, commandLine, output);
    this.name = 'ToolFailed';
  }
}

/**
 * Runs a tool to its end and returns what it printed on stdout; rejects with ToolFailed unless it exits with 0.
 * `heard` gets the last line of whatever it prints.
 */
export function run(command, args, { heard = () => {}, ...options } = {}) {
  const commandLine = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    let stdout = '';
    let output = '';
    const take = (text) => {
      output = (output + text).slice(-TAIL_CHARACTERS);
      heard(
        text
          .trimEnd()
          .split(/[\r\n]+/)
          .at(-1),
      );
    };
    const fail = (ending) => reject(new ToolFailed(commandLine, ending, output));
    child.stderr.setEncoding('utf8').on('data', take);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      take(text);
    });
    child.on('error', (error) => fail(`cannot be started: ${error.message}`));
    child.on('close', (code, signal) => {
      process.removeListener('exit', endWithUs);
      if (code === 0) resolve(stdout);
      else fail(signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
}
