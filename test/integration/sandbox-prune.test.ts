import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImages, imageTag } from '@seedmill/sandbox';
import { tempFolder } from '@seedmill/testkit';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { seedmillIn } from '../e2e/support/command-line.ts';
import { mayOwnDocker, OwnDocker, skipped } from './support/own-docker.ts';

describe.runIf(mayOwnDocker)(`sandbox prune${skipped}`, () => {
  beforeAll(() => buildImages(['python'], () => undefined), 600_000);

  test('removes what is out of date or left over, and nothing that is current, in use, or not ours', async () => {
    const { host, docker, ...own } = await ownDocker();
    const current = imageTag('python');
    /** Builds an image upon ours, which it inherits the label from. */
    const build = async (tag: string, text: string) => {
      const context = await tempFolder();
      await writeFile(join(context, 'Dockerfile'), text);
      const messages = await docker.buildImage({ context, src: ['Dockerfile'] }, { t: tag });
      expect((await messages.toArray()).join('')).not.toContain('"error"');
    };
    await build(
      'seedmill/python:000000000000',
      `FROM ${current} AS parts\nLABEL a=1\nFROM ${current}\nLABEL b=2\n`,
    );
    await build('seedmill/lua:111111111111', `FROM ${current}\nLABEL c=3\n`);
    await build('mine:latest', `FROM ${current}\nLABEL d=4\n`);
    const used = await docker.createContainer({ Image: 'seedmill/lua:111111111111' });

    const { seedmill } = await seedmillIn();
    const first = await seedmill(['sandbox', 'prune'], { DOCKER_HOST: host });
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/^2 images removed, up to \d\.\d GB; 1 in use, kept$/);
    expect(first.stderr).toMatch(/removed seedmill\/python:000000000000, \d+ MB/);
    expect(first.stderr).toMatch(/removed sha256:\w+ \(left over from building\)/);
    expect(first.stderr).toContain('kept seedmill/lua:111111111111: it is in use');
    expect(await own.names()).toEqual(['mine:latest', 'seedmill/lua:111111111111', current].sort());

    await used.remove({ force: true });
    expect((await seedmill(['sandbox', 'prune'], { DOCKER_HOST: host })).stdout).toMatch(
      /^1 images? removed/,
    );
    expect(await own.names()).toEqual(['mine:latest', current].sort());
  }, 120_000);
});

async function ownDocker() {
  const own = await OwnDocker.start(['python']);
  onTestFinished(() => own.remove());
  const names = async () =>
    (await own.docker.listImages({ filters: '{}' })).flatMap(({ RepoTags }) => RepoTags ?? ['none']).sort();
  return { host: own.host, docker: own.docker, names };
}
