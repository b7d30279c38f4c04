export { createStaticAnalysis } from './analysis/pool.ts';
export { createVerifier } from './verifier.ts';
