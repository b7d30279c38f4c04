import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError, messageOf } from '@seedmill/contracts';
import { parse as parseYaml } from 'yaml';
import { explain } from './explain.ts';
import { options, readValue } from './options.ts';
import { privateRedis } from './private-redis.ts';
import { type Settings, settings } from './schema.ts';

/** The settings of one process, checked, complete and frozen. */
export interface Config extends Readonly<Settings> {
  /** Null when neither a setting nor the set-up names one. */
  readonly redis: string | null;
  /** Folder for what can be made again. */
  readonly cacheFolder: string;
  /** The key in an environment variable (`teacher.apiKeyEnv`), if it holds one; never stored or printed. */
  readonly keyIn: (variable: string) => string | undefined;
}

export interface ConfigSources {
  /** Folder of seedmill.yaml, and of every relative path in the settings. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Flag name (`--samples`) → text, as typed. */
  flags: Readonly<Record<string, string>>;
}

/**
 * Reads the configuration: seedmill.yaml < environment < flags.
 *
 * @throws AppError CONFIG_UNREADABLE, CONFIG_UNKNOWN_KEY or CONFIG_INVALID (fix-input)
 */
export function loadConfig({ cwd, env, flags }: ConfigSources): Config {
  const raw = readFile(join(cwd, 'seedmill.yaml'));
  const origin = new Map<string, string>();
  for (const option of options) {
    const fromEnv = option.env === undefined ? undefined : env[option.env];
    const text = flags[option.flag] ?? fromEnv;
    if (text === undefined || text === '') continue;
    set(raw, option.path, readValue(option.kind, text));
    origin.set(option.path, flags[option.flag] === undefined ? (option.env ?? option.flag) : option.flag);
  }
  const result = settings.safeParse(raw);
  if (!result.success) throw explain(result.error, settings, origin);
  const read = result.data;
  const { recordings } = read.teacher;
  return deepFreeze({
    ...read,
    ledger: /^postgres(ql)?:\/\//.test(read.ledger) ? read.ledger : resolve(cwd, read.ledger),
    redis: read.redis ?? privateRedis(),
    teacher: {
      ...read.teacher,
      ...(recordings === undefined ? {} : { recordings: resolve(cwd, recordings) }),
    },
    cacheFolder: join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'seedmill'),
    keyIn: (variable: string) => env[variable] || undefined,
  });
}

function readFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw unreadable(error);
  }
  try {
    const value: unknown = parseYaml(text) ?? {};
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error('it is not a list of settings');
    return { ...value };
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(cause: unknown): AppError {
  const reason = messageOf(cause).split('\n')[0] ?? '';
  return new AppError(
    'CONFIG_UNREADABLE',
    'fix-input',
    `Cannot read seedmill.yaml: ${reason}`,
    'Mend the file, or move it away to use the defaults.',
    { cause },
  );
}

function set(into: Record<string, unknown>, path: string, value: unknown): void {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    into[head] = value;
    return;
  }
  const inner = into[head];
  const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  into[head] = next;
  set(next, rest.join('.'), value);
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
