export { openLedger, readLedger } from './open.ts';
