import { AppError, messageOf } from '@seedmill/contracts';
import { Redis } from 'ioredis';

/** Longest wait for the first connection, in ms. */
const CONNECT_MS = 3_000;

/**
 * Connects to Redis, or says why not.
 *
 * @throws AppError REDIS_MISSING or REDIS_UNREACHABLE (fix-setup), REDIS_URL_INVALID (fix-input)
 */
export async function connectRedis(url: string | null): Promise<{ redis: Redis; version: string }> {
  if (url === null) {
    throw new AppError(
      'REDIS_MISSING',
      'fix-setup',
      'No Redis is set up.',
      'Start the private one with: npm run setup (or set REDIS_URL=redis://host:port)',
    );
  }
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw new AppError(
      'REDIS_URL_INVALID',
      'fix-input',
      'The address of Redis is none.',
      'Set REDIS_URL (or --redis) to redis://host:port, with redis://:password@host:port for a password.',
    );
  }
  const where = new URL(url).host;
  // BullMQ wants its commands to wait through a lost connection; only the first one must fail soon.
  let connected = false;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (connected ? Math.min(times * 200, 2_000) : null),
  });
  let last: Error | undefined;
  const remember = (error: Error) => {
    last = error;
  };
  redis.on('error', remember);
  try {
    await redis.connect();
    const info = await redis.info('server');
    connected = true;
    return { redis, version: /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown' };
  } catch (error) {
    redis.disconnect();
    const reason = messageOf(last ?? error);
    throw new AppError(
      'REDIS_UNREACHABLE',
      'fix-setup',
      `Redis at ${where} does not answer: ${reason}`,
      'Start it with: npm run setup (or set REDIS_URL to one that runs)',
      { cause: error },
    );
  } finally {
    redis.off('error', remember);
  }
}
