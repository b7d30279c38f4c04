import { AppError } from '@seedmill/contracts';
import Docker from 'dockerode';
import { securityOptions } from './container.ts';
import { explain } from './errors.ts';
import { findBase, findImage, type Image } from './images.ts';
import { languagesWithImages } from './recipes.ts';
import { answered } from './silence.ts';
import { type Weakness, weaknessesOf } from './weaknesses.ts';

/** What `seedmill doctor` tells of the sandbox. */
export type SandboxStatus =
  | { reachable: false; error: AppError }
  | {
      reachable: true;
      version: string;
      /** `1` or `2`. */
      cgroups: string;
      runtime: string;
      architecture: string;
      /** Options the containers run with. */
      security: string[];
      /** What the daemon does not put around its containers. */
      weaknesses: Weakness[];
      /** Whether Debian, from which images are built, is there. */
      base: boolean;
      images: Image[];
      /** Languages whose image is missing or out of date. */
      missing: string[];
    };

/** Looks at Docker and the images, and changes nothing. */
export async function sandboxStatus(docker = new Docker()): Promise<SandboxStatus> {
  try {
    const daemon = await answered(docker.info());
    const found = await Promise.all(languagesWithImages.map((language) => findImage(docker, language)));
    return {
      reachable: true,
      version: daemon.ServerVersion,
      cgroups: daemon.CgroupVersion ?? '1',
      runtime: daemon.DefaultRuntime,
      architecture: daemon.Architecture,
      security: securityOptions(daemon.SecurityOptions ?? []),
      weaknesses: weaknessesOf(daemon),
      base: (await findBase(docker)) !== null,
      images: found.filter((image) => image !== null),
      missing: languagesWithImages.filter((_, i) => found[i] === null),
    };
  } catch (error) {
    const explained = explain(error);
    if (explained instanceof AppError && explained.code === 'DOCKER_UNREACHABLE') {
      return { reachable: false, error: explained };
    }
    throw explained;
  }
}
