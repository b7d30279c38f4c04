import type Docker from 'dockerode';
import { securityOptions, startContainer } from './container.ts';
import type { Driver } from './driver.ts';
import { explain, imageMissing } from './errors.ts';
import { buildImages, missingImages } from './images.ts';
import { removeLeftovers } from './owner.ts';
import { imageTag, isImageName } from './recipes.ts';

/** Slots are containers of the Docker daemon at `DOCKER_HOST`, or at the default socket. */
export function dockerDriver(docker: Docker, runtime: string | null): Driver {
  let prepared: Promise<string[]> | undefined;

  /** Once: clears away what dead owners left, and learns what the daemon needs. */
  const prepare = async () => {
    const { SecurityOptions } = await docker.info();
    await removeLeftovers(docker);
    return securityOptions(SecurityOptions ?? []);
  };
  return {
    async startSlot(language, limits) {
      prepared ??= prepare().catch((error: unknown) => {
        prepared = undefined;
        throw explain(error);
      });
      return startContainer(docker, language, limits, await prepared, runtime);
    },
    async look() {
      await docker.ping().catch((error: unknown) => {
        throw explain(error);
      });
    },
    async check(languages) {
      const [missing] = await missingImages(languages, docker);
      if (missing !== undefined)
        throw imageMissing(missing, isImageName(missing) ? imageTag(missing) : missing);
    },
    missing: (languages) => missingImages(languages, docker),
    async build(languages, onProgress) {
      await buildImages(languages, onProgress, docker);
    },
  };
}
