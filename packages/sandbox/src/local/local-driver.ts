import type { SlotLimits } from '@seedmill/contracts';
import { type AgentContainer, connectAgent } from '../agent-connection.ts';
import type { Driver } from '../driver.ts';
import { partsMissing, toolchainMissing } from '../errors.ts';
import { entryCommand, type ImageName, isImageName } from '../recipes.ts';
import { slotArguments } from './bubblewrap.ts';
import { type Preparation, preparationOf, prepare } from './preparation.ts';
import { startBubblewrap } from './run-bubblewrap.ts';
import { checkNamespaces } from './walls.ts';

/**
 * Slots are made by bubblewrap, from the toolchains of this machine: for machines whose users may not use Docker.
 * docs/security.md says what is weaker.
 */
export function localDriver(cache?: string): Driver {
  const found = new Map<string, Promise<Preparation>>();
  /** Asked once: starting all those programs takes longer than a job. */
  const ready = async (language: string) => {
    const name = known(language);
    const preparation = await (found.get(name) ?? preparationOf(name, cache));
    if (!preparation.isReady()) throw partsMissing(name);
    found.set(name, Promise.resolve(preparation));
    return { name, preparation };
  };
  return {
    async startSlot(language, limits) {
      const { name, preparation } = await ready(language);
      return startSlot(preparation, entryCommand(name), limits);
    },
    async check(languages) {
      await checkNamespaces();
      for (const language of languages) await ready(language);
    },
    async missing(languages) {
      const all = await Promise.all(languages.map((language) => preparationOf(known(language), cache)));
      return languages.filter((_, i) => all[i]?.isReady() === false);
    },
    async build(languages, onProgress) {
      await checkNamespaces();
      for (const language of languages) {
        const name = known(language);
        const preparation = await preparationOf(name, cache);
        if (!preparation.isReady()) await prepare(name, preparation, onProgress);
        onProgress(`${language}: ${preparation.id} (${preparation.versions})`);
      }
    },
  };
}

async function startSlot(
  preparation: Preparation,
  command: readonly string[],
  limits: SlotLimits,
): Promise<AgentContainer> {
  const child = await startBubblewrap(slotArguments(preparation, command));
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const { container, ears } = connectAgent(
    {
      image: `local:${preparation.id}`,
      missingWalls: ['container'],
      write: (bytes) => void child.stdin.write(bytes),
      hangUp: () => void child.stdin.end(),
      remove: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    },
    limits,
  );
  child.stdout.on('data', (bytes: Buffer) => {
    ears.stdout(bytes);
  });
  child.stderr.on('data', (bytes: Buffer) => {
    ears.stderr(bytes);
  });
  child.on('close', () => {
    resolve(undefined);
    ears.gone(new Error('the agent ended'));
  });
  return container;
}

function known(language: string): ImageName {
  if (!isImageName(language)) throw toolchainMissing(language, 'it is not known', []);
  return language;
}
