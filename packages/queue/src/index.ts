export { openQueues } from './queues.ts';
export { connectRedis } from './redis.ts';
