export { createDriver, type Driver, type DriverSettings } from './driver.ts';
export { buildImages, type Image, missingImages } from './images.ts';
export { type LocalStatus, localStatus, runnableLanguages } from './local/status.ts';
export { pruneImages } from './prune.ts';
export { imageTag, languagesWithImages } from './recipes.ts';
export { createSandbox, type SandboxSettings, tryWalls } from './sandbox.ts';
export { type SandboxStatus, sandboxStatus } from './status.ts';
export { type Weakness, weaknessOf } from './weaknesses.ts';
