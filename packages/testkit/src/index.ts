export * from './factories.ts';
export { ledgerConformance } from './ledger-conformance.ts';
export * from './teacher-server.ts';
export { tempFolder } from './temp-folder.ts';
