export { createSeeds } from './seeds.ts';
