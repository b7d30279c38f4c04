import { z } from 'zod';

/** An address is printed and kept; a secret must not be part of it. */
function hasNoSecret(url: string): boolean {
  if (!URL.canParse(url)) return true; // Another rule says what is wrong.
  const { username, password, search } = new URL(url);
  return username + password + search === '';
}

/** How to reach a teacher. Keys are never part of it: `apiKeyEnv` names the variable that holds one. */
export const teacherSettings = z.strictObject({
  /** `openai-compatible`: any endpoint that speaks OpenAI's chat completions; `recorded`: answers from a file. */
  provider: z.enum(['openai-compatible', 'recorded']).default('openai-compatible'),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine(
      hasNoSecret,
      'must hold no user, password or query: keep keys in the variable that apiKeyEnv names',
    )
    .default('http://127.0.0.1:8000/v1'),
  model: z.string().min(1).default('default'),
  temperature: z.number().min(0).max(2).default(0.7),
  /** Longest answer, in tokens. */
  maxOutputTokens: z.int().positive().default(8192),
  /** Longest wait for one answer, in ms. At most 300,000: Node's fetch gives up then in any case. */
  timeoutMs: z.int().positive().max(300_000).default(300_000),
  apiKeyEnv: z.string().min(1).default('OPENAI_API_KEY'),
  /** File of recordings, for the provider `recorded`. */
  recordings: z.string().optional(),
});
export type TeacherSettings = z.infer<typeof teacherSettings>;

/** One enqueueing of seeds with one configuration. */
export const run = z.strictObject({
  id: z.string(),
  /** The seed repository, as an absolute path of the machine that enqueued it; never exported. */
  source: z.string(),
  /** Languages that snippets are taken in. */
  seedLanguages: z.array(z.string()),
  /** Languages that solutions are written in. */
  languages: z.array(z.string()),
  /** Attempts per problem and language. */
  samples: z.int().positive(),
  /** Most snippets taken from the repository. */
  maxSnippets: z.int().positive(),
  teacher: teacherSettings,
});
export type Run = z.infer<typeof run>;
