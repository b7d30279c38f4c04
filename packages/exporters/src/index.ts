export { exporters, writeExport } from './export.ts';
