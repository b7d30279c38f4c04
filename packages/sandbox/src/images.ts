import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import Docker from 'dockerode';
import { baseMissing, buildFailed, codeOf, diskFull, explain, jobRefused } from './errors.ts';
import { fetchNodePackage } from './node-package.ts';
import { assets, DEBIAN, dockerfile, type ImageName, imageTag, isImageName, recipes } from './recipes.ts';
import { answered } from './silence.ts';

/** An image that is there. */
export interface Image {
  language: string;
  tag: string;
  digest: string;
  bytes: number;
}

/** The image of a language, or null when it is missing or out of date. Throws `DOCKER_UNREACHABLE`. */
export async function findImage(docker: Docker, language: string): Promise<Image | null> {
  const tag = imageTag(known(language));
  const found = await inspect(docker, tag);
  return found && { language, tag, ...found };
}

/** Debian, on which all images stand, or null. Throws `DOCKER_UNREACHABLE`. */
export async function findBase(docker: Docker): Promise<{ digest: string; bytes: number } | null> {
  return inspect(docker, DEBIAN);
}

/** The languages among these whose image is missing or out of date. Throws `DOCKER_UNREACHABLE`. */
export async function missingImages(languages: readonly string[], docker = new Docker()): Promise<string[]> {
  const found = await Promise.all(languages.map((language) => findImage(docker, language)));
  return languages.filter((_, i) => found[i] === null);
}

/**
 * Builds the images of these languages and those they stand on, as far as they are not there. `onProgress`
 * gets lines for people. Throws `SANDBOX_BASE_MISSING`, `SANDBOX_BUILD_FAILED`, `DOCKER_DISK_FULL` and
 * `DOCKER_UNREACHABLE`.
 */
export async function buildImages(
  languages: readonly string[],
  onProgress: (line: string) => void,
  docker = new Docker(),
): Promise<Image[]> {
  if ((await findBase(docker)) === null) throw baseMissing(DEBIAN);
  const images: Image[] = [];
  for (const language of languages) {
    const image = await buildWithParents(docker, known(language), onProgress);
    onProgress(`${language}: ${image.tag}, ${(image.bytes / 1e6).toFixed(0)} MB, ${image.digest}`);
    images.push(image);
  }
  return images;
}

async function buildWithParents(
  docker: Docker,
  name: ImageName,
  onProgress: (line: string) => void,
): Promise<Image> {
  const existing = await findImage(docker, name);
  if (existing !== null) return existing;
  const { from } = recipes[name];
  if (from !== null) await buildWithParents(docker, from, onProgress);
  await build(docker, name, (line) => {
    onProgress(`${name}: ${line}`);
  });
  const image = await findImage(docker, name);
  if (image === null) throw buildFailed(name, 'Docker reported success, but has no image');
  return image;
}

async function build(docker: Docker, name: ImageName, onProgress: (line: string) => void): Promise<void> {
  const { from, parts, node } = recipes[name];
  const context = await mkdtemp(join(tmpdir(), 'seedmill-image-'));
  try {
    for (const part of parts) await cp(assets + part, join(context, part));
    await cp(assets + dockerfile(name), join(context, 'Dockerfile'));
    const roots = new Set(['Dockerfile', ...parts.map((part) => part.split('/', 1).join())]);
    if (node) {
      onProgress('getting Node');
      const { Architecture } = await docker.info();
      await fetchNodePackage(Architecture, context);
      roots.add('node.tgz');
    }
    const messages = await docker.buildImage(
      { context, src: [...roots] },
      {
        t: imageTag(name),
        buildargs: from === null ? {} : { BASE: imageTag(from) },
        labels: { 'seedmill.image': name },
        // The default bridge is not everywhere; building needs Debian's mirrors.
        networkmode: 'host',
        forcerm: true,
      },
    );
    await follow(messages, name, onProgress);
  } catch (error) {
    throw explain(error);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Reads what the build says until its end; errors come as messages, not as a failed stream. */
async function follow(messages: Readable, name: string, onProgress: (line: string) => void): Promise<void> {
  const recent: string[] = [];
  for await (const line of createInterface({ input: messages })) {
    if (line.trim() === '') continue;
    const message: unknown = JSON.parse(line);
    if (message === null || typeof message !== 'object') continue;
    if ('error' in message) {
      const error = new Error(String(message.error));
      if (error.message.includes('no space left')) throw diskFull(error);
      throw buildFailed(name, [...recent.slice(-5), error.message].join(' | '));
    }
    const said = 'stream' in message ? String(message.stream).trim() : '';
    if (said === '') continue;
    recent.push(said);
    onProgress(said);
  }
}

async function inspect(docker: Docker, tag: string): Promise<{ digest: string; bytes: number } | null> {
  try {
    const { Id, Size } = await answered(docker.getImage(tag).inspect());
    return { digest: Id, bytes: Size };
  } catch (error) {
    if (codeOf(error) === 404) return null;
    throw explain(error);
  }
}

function known(language: string): ImageName {
  if (!isImageName(language)) throw jobRefused(`there is no image for the language "${language}"`);
  return language;
}
