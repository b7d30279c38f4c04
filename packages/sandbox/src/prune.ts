import Docker, { type ImageSummary } from 'dockerode';
import { codeOf, explain } from './errors.ts';
import { imageTag, isImageName, recipes } from './recipes.ts';

/** Every image that Seedmill builds carries it, and so does what is left over from building one. */
const LABEL = 'seedmill.image';

/** What became of the old images. */
export interface Pruned {
  /** Names of the images that were removed; what has no name was left over from building. */
  removed: string[];
  /** Images that stay, because a container uses them. */
  kept: string[];
  /** What Docker says they took, at most: images share layers. */
  bytes: number;
}

/**
 * Removes the images of Seedmill that the recipes of this checkout do not name, and what building images left over.
 * Images that are in use stay; so does what others built upon ours under names of their own. Another checkout whose
 * images these were builds them again.
 */
export async function pruneImages(
  onProgress: (line: string) => void,
  docker = new Docker(),
): Promise<Pruned> {
  const current = new Set(imageNames().map(imageTag));
  const pruned: Pruned = { removed: [], kept: [], bytes: 0 };
  try {
    const images = await docker.listImages({ filters: JSON.stringify({ label: [LABEL] }) });
    for (const image of images.filter(({ RepoTags }) => isOld(RepoTags ?? [], current))) {
      await removeImage(docker, image, pruned, onProgress);
    }
    return pruned;
  } catch (error) {
    throw explain(error);
  }
}

/** Whether all its names are ours, and none is current. One without a name is what a build left over. */
export function isOld(tags: readonly string[], current: ReadonlySet<string>): boolean {
  return tags.every((tag) => isUnnamed(tag) || (tag.startsWith('seedmill/') && !current.has(tag)));
}

const isUnnamed = (tag: string) => tag === '<none>:<none>';
const imageNames = () => Object.keys(recipes).filter(isImageName);

async function removeImage(
  docker: Docker,
  { Id, RepoTags, Size }: ImageSummary,
  pruned: Pruned,
  onProgress: (line: string) => void,
): Promise<void> {
  const names = (RepoTags ?? []).filter((tag) => !isUnnamed(tag));
  const name = names.join(', ') || `${Id.slice(0, 19)} (left over from building)`;
  try {
    // By its names: an image that got another one meanwhile keeps that.
    for (const each of names.length > 0 ? names : [Id]) await docker.getImage(each).remove();
    pruned.removed.push(name);
    pruned.bytes += Size;
    onProgress(`removed ${name}, ${(Size / 1e6).toFixed(0)} MB`);
  } catch (error) {
    if (codeOf(error) === 404) return;
    if (codeOf(error) !== 409) throw error;
    pruned.kept.push(name);
    onProgress(`kept ${name}: it is in use`);
  }
}
