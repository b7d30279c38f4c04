import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export const root = resolve(import.meta.dirname, '../../..');

const services = z.object({
  redis: z.object({ url: z.string() }).optional(),
  postgres: z.object({ url: z.string() }).optional(),
});

/** The real services that the tests' set-up started: `npm test` runs it first. */
export function serviceUrls(): { redis: string; postgres: string } {
  const found = services.parse(JSON.parse(readFileSync(join(root, '.seedmill', 'services.json'), 'utf8')));
  const redis = process.env.REDIS_URL ?? found.redis?.url;
  const postgres = process.env.SEEDMILL_TEST_POSTGRES ?? found.postgres?.url;
  if (redis === undefined || postgres === undefined) {
    throw new Error('Redis or Postgres is not set up for tests. Type: npm run setup test');
  }
  return { redis, postgres };
}
