export { checkWritable, exporters, writeExport } from './export.ts';
