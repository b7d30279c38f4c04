import { type Config, sandboxLimits } from '@seedmill/config';
import {
  localStatus,
  type SandboxStatus,
  sandboxStatus,
  tryWalls,
  type Weakness,
  weaknessOf,
} from '@seedmill/sandbox';
import { sandboxOf } from '../compose.ts';
import { type Finding, look, missing } from './finding.ts';

/** What is there of the sandbox that is set: its driver, the languages, and the walls that a trial job met. */
export async function sandboxFindings(config: Config): Promise<Finding[]> {
  const status = await (config.sandbox.driver === 'local' ? localFindings(config) : dockerFindings(config));
  const runnable = config.languages.find((language) =>
    status.some(({ name, found }) => found && name.endsWith(` ${language}`)),
  );
  return runnable === undefined ? status : [...status, ...(await wallsOf(config, runnable))];
}

async function wallsOf(config: Config, language: string): Promise<Finding[]> {
  try {
    const settings = { ...sandboxOf(config), slots: 1, limits: sandboxLimits(config).slot };
    const { up, missing: lacking } = await tryWalls(settings, language);
    const walls = { name: 'walls', found: true, detail: `${up.join(', ')}, as a trial job met them` };
    return [walls, ...lacking.map(weaknessOf).map(weaker)];
  } catch (error) {
    return [missing('walls', error)];
  }
}

const weaker = ({ name, lost }: Weakness): Finding => ({
  name: `without ${name}`,
  found: true,
  weaker: true,
  detail: lost,
});

async function dockerFindings({ languages }: Config): Promise<Finding[]> {
  const status = await sandboxStatus();
  if (!status.reachable) {
    return [{ name: 'Docker', found: false, detail: status.error.message, mend: status.error.hint }];
  }
  const daemon = `runtime ${status.runtime}, cgroup v${status.cgroups}, ${status.security.join(', ')}`;
  return [
    { name: 'Docker', found: true, detail: `${status.version} (${daemon})` },
    ...status.weaknesses.map(weaker),
    ...(status.base || status.missing.length === 0 ? [] : [baseFinding]),
    ...languages.map((language) => imageFinding(status, language)),
  ];
}

const baseFinding: Finding = {
  name: 'image debian',
  found: false,
  detail: 'missing; the images that are to be built stand on it',
  mend: 'npm run setup',
};

function imageFinding({ images }: SandboxStatus & { reachable: true }, language: string): Finding {
  const name = `image ${language}`;
  const image = images.find((each) => each.language === language);
  return image === undefined
    ? {
        name,
        found: false,
        detail: 'missing or out of date',
        mend: `npx seedmill sandbox build ${language}`,
      }
    : { name, found: true, detail: `${image.tag}, ${(image.bytes / 1e6).toFixed(0)} MB` };
}

async function localFindings({ languages, cacheFolder }: Config): Promise<Finding[]> {
  const { bubblewrap, toolchains } = localStatus(languages, cacheFolder);
  return Promise.all([
    look('bubblewrap', () => bubblewrap),
    ...toolchains.map(({ language, versions }) => look(`toolchain ${language}`, () => versions)),
  ]);
}
