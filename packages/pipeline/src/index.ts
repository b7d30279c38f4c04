export { firstTask, perform, stages } from './pipeline.ts';
