export { type Config, type ConfigSources, loadConfig } from './load.ts';
export { type Option, options } from './options.ts';
export { sandboxLimits } from './schema.ts';
