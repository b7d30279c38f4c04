export { createProvider } from './providers/index.ts';
export { recorder } from './recordings.ts';
export { createTeacher } from './teacher.ts';
