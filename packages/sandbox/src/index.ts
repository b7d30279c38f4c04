export { buildImages, type Image, missingImages } from './images.ts';
export { imageTag, languagesWithImages } from './recipes.ts';
export { createSandbox, type SandboxSettings } from './sandbox.ts';
export { type SandboxStatus, sandboxStatus } from './status.ts';
