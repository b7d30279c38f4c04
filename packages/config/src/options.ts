/** How the text of a flag or an environment variable becomes a value. */
type Kind = 'text' | 'number' | 'list';

export interface Option {
  /** Where the value goes in the settings. */
  path: string;
  kind: Kind;
  flag: `--${string}`;
  env?: string;
  help: string;
}

/** Settings that have a flag, and most an environment variable too. seedmill.yaml < environment < flags. */
export const options: readonly Option[] = [
  {
    path: 'languages',
    kind: 'list',
    flag: '--languages',
    env: 'SEEDMILL_LANGUAGES',
    help: 'languages to write solutions in, comma-separated',
  },
  {
    path: 'seedLanguages',
    kind: 'list',
    flag: '--seed-languages',
    env: 'SEEDMILL_SEED_LANGUAGES',
    help: 'languages to take snippets in',
  },
  {
    path: 'samples',
    kind: 'number',
    flag: '--samples',
    env: 'SEEDMILL_SAMPLES',
    help: 'attempts per problem and language',
  },
  {
    path: 'maxSnippets',
    kind: 'number',
    flag: '--max-snippets',
    env: 'SEEDMILL_MAX_SNIPPETS',
    help: 'most snippets taken from the repository',
  },
  {
    path: 'ledger',
    kind: 'text',
    flag: '--ledger',
    env: 'SEEDMILL_LEDGER',
    help: 'SQLite file, or postgres://…',
  },
  {
    path: 'redis',
    kind: 'text',
    flag: '--redis',
    env: 'REDIS_URL',
    help: 'redis://… (default: the private one of the set-up)',
  },
  {
    path: 'concurrency',
    kind: 'number',
    flag: '--concurrency',
    env: 'SEEDMILL_CONCURRENCY',
    help: 'jobs in flight per stage that waits for the teacher',
  },
  {
    path: 'sandbox.driver',
    kind: 'text',
    flag: '--sandbox',
    env: 'SEEDMILL_SANDBOX',
    help: 'docker, or local: bubblewrap and the toolchains of this machine',
  },
  {
    path: 'sandbox.runtime',
    kind: 'text',
    flag: '--runtime',
    env: 'SEEDMILL_RUNTIME',
    help: "runtime of Docker's containers, such as runsc",
  },
  {
    path: 'sandbox.isolation',
    kind: 'text',
    flag: '--isolation',
    env: 'SEEDMILL_ISOLATION',
    help: 'warm, or fresh: a container per job',
  },
  {
    path: 'sandbox.slots',
    kind: 'number',
    flag: '--slots',
    env: 'SEEDMILL_SLOTS',
    help: 'warm sandbox containers at most (default: one more than processors)',
  },
  {
    path: 'teacher.provider',
    kind: 'text',
    flag: '--teacher',
    env: 'SEEDMILL_TEACHER',
    help: 'openai-compatible or recorded',
  },
  {
    path: 'teacher.baseUrl',
    kind: 'text',
    flag: '--base-url',
    env: 'SEEDMILL_BASE_URL',
    help: 'the endpoint, such as http://127.0.0.1:8000/v1',
  },
  { path: 'teacher.model', kind: 'text', flag: '--model', env: 'SEEDMILL_MODEL', help: 'the model to ask' },
  {
    path: 'teacher.temperature',
    kind: 'number',
    flag: '--temperature',
    env: 'SEEDMILL_TEMPERATURE',
    help: 'sampling temperature',
  },
  {
    path: 'teacher.recordings',
    kind: 'text',
    flag: '--recordings',
    env: 'SEEDMILL_RECORDINGS',
    help: 'file of recorded answers, for --teacher recorded',
  },
];

/** Reads a flag's or variable's text. A number that is none stays text, and the schema says so. */
export function readValue(kind: Kind, text: string): unknown {
  if (kind === 'list')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (kind === 'number' && text.trim() !== '') {
    const number = Number(text);
    return Number.isNaN(number) ? text : number;
  }
  return text;
}
