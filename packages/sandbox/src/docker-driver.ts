import type Docker from 'dockerode';
import { securityOptions, startContainer } from './container.ts';
import type { Driver } from './driver.ts';
import { explain, imageMissing } from './errors.ts';
import { buildImages, missingImages } from './images.ts';
import { removeLeftovers } from './owner.ts';
import { imageTag, isImageName } from './recipes.ts';
import { answered } from './silence.ts';

/** A container starts in 0.2 s, on a busy machine in some seconds. */
const START_MS = 60_000;

/** Slots are containers of the Docker daemon at `DOCKER_HOST`, or at the default socket. */
export function dockerDriver(docker: Docker, runtime: string | null): Driver {
  let prepared: Promise<string[]> | undefined;

  /** Once: clears away what dead owners left, and learns what the daemon needs. */
  const prepare = async () => {
    const { SecurityOptions } = await answered(docker.info());
    await answered(removeLeftovers(docker), START_MS);
    return securityOptions(SecurityOptions ?? []);
  };
  return {
    async startSlot(language, limits) {
      prepared ??= prepare().catch((error: unknown) => {
        prepared = undefined;
        throw explain(error);
      });
      const starting = startContainer(docker, language, limits, await prepared, runtime);
      return answered(starting, START_MS).catch((error: unknown) => {
        // One that comes after all is for nobody.
        starting.then((late) => late.remove()).catch(() => undefined);
        throw error;
      });
    },
    async look() {
      await answered(docker.ping()).catch((error: unknown) => {
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
