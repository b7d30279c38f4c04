import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { imageTag, isImageName } from '../packages/sandbox/src/recipes.ts';

const root = join(import.meta.dirname, '..');

/**
 * The image in which a language's jobs run by hand: the sandbox's own, or where it is too lean for that, one with
 * the conventional tools on top, which is built when it is missing.
 */
export async function bareImage(docker: Docker, language: string): Promise<string> {
  if (!isImageName(language)) throw new Error(`there is no image for ${language}`);
  const base = imageTag(language);
  const path = `bench/images/${language}.Dockerfile`;
  if (!existsSync(join(root, path))) return base;
  const dockerfile = readFileSync(join(root, path), 'utf8');
  const key = createHash('sha256').update(base).update(dockerfile).digest('hex').slice(0, 12);
  const tag = `seedmill-bench/${language}:${key}`;
  const there = await docker
    .getImage(tag)
    .inspect()
    .catch(() => null);
  if (there === null) await build(docker, path, dockerfile, base, tag);
  return tag;
}

async function build(docker: Docker, path: string, text: string, base: string, tag: string): Promise<void> {
  process.stderr.write(`building ${tag}\n`);
  const copied = [...text.matchAll(/^COPY (\S+)/gm)].map(([, source = '']) => source);
  const messages = await docker.buildImage(
    { context: root, src: [path, ...copied] },
    { t: tag, dockerfile: path, buildargs: { BASE: base }, networkmode: 'host', forcerm: true },
  );
  for await (const line of createInterface({ input: messages })) {
    if (line.includes('"error"')) throw new Error(`${tag} cannot be built: ${line}`);
  }
}
