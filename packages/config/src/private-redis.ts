import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const services = z.object({ redis: z.object({ url: z.string() }).optional() });
const NOT_OURS = ['ENOENT', 'EACCES'];
const file = join(import.meta.dirname, '..', '..', '..', '.seedmill', 'services.json');

/**
 * The URL of the Redis that `npm run setup` started for this checkout; null when there is none, or when another user
 * started it: its password is not for us.
 */
export function privateRedis(): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_OURS.includes(String(error.code))) return null;
    throw error;
  }
  return services.parse(JSON.parse(text)).redis?.url ?? null;
}
