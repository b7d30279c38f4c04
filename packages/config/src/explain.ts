import { AppError } from '@seedmill/contracts';
import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';

/**
 * Turns what the schema found into one sentence about the first mistake.
 *
 * @param origin path of a setting → the flag or variable it came from, where not from the file
 */
export function explain(error: z.ZodError, schema: z.ZodType, origin: ReadonlyMap<string, string>): AppError {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(schema, issue.path);
    const likely = closest(key, known);
    const guess =
      distance(key, likely) <= Math.max(2, key.length / 3)
        ? `Did you mean "${likely}"?`
        : `Known there: ${known.join(', ')}.`;
    const where = issue.path.length === 0 ? '' : ` under "${issue.path.join('.')}"`;
    return new AppError(
      'CONFIG_UNKNOWN_KEY',
      'fix-input',
      `seedmill.yaml: there is no setting "${key}"${where}.`,
      guess,
    );
  }
  const path = issue?.path.join('.') ?? '';
  const setting = [...origin].find(([known]) => path === known || path.startsWith(`${known}.`));
  const where = setting === undefined ? `seedmill.yaml: ${path}` : setting[1];
  return new AppError(
    'CONFIG_INVALID',
    'fix-input',
    `${where}: ${issue?.message ?? 'invalid value'}.`,
    'See npx seedmill run --help for what each setting takes.',
  );
}

/** The keys of the object schema at `path`, defaults looked through. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const step of path) at = unwrap(at)?.shape[String(step)];
  return Object.keys(unwrap(at)?.shape ?? {});
}

function unwrap(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) return unwrap(schema.unwrap());
  return undefined;
}
