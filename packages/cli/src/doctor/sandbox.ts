import { type Config, sandboxLimits } from '@seedmill/config';
import { localStatus, type SandboxStatus, sandboxStatus, tryWalls } from '@seedmill/sandbox';
import { sandboxOf } from '../compose.ts';
import { type Finding, look } from './finding.ts';

/** What is there of the sandbox that is set: its driver, the languages, and the walls that a trial job met. */
export async function sandboxFindings(config: Config): Promise<Finding[]> {
  const status = await (config.sandbox.driver === 'local' ? localFindings(config) : dockerFindings(config));
  const runnable = config.languages.find((language) =>
    status.some(({ name, found }) => found && name.endsWith(` ${language}`)),
  );
  return runnable === undefined ? status : [...status, await wallsOf(config, runnable)];
}

async function wallsOf(config: Config, language: string): Promise<Finding> {
  return look('walls', async () => {
    const settings = { ...sandboxOf(config), slots: 1, limits: sandboxLimits(config).slot };
    const { up, missing } = await tryWalls(settings, language);
    return missing.length === 0 ? up.join(', ') : `${up.join(', ')}; missing: ${missing.join(', ')}`;
  });
}

async function dockerFindings({ languages }: Config): Promise<Finding[]> {
  const status = await sandboxStatus();
  if (!status.reachable) {
    return [{ name: 'Docker', found: false, detail: status.error.message, mend: status.error.hint }];
  }
  const daemon = `runtime ${status.runtime}, cgroup v${status.cgroups}, ${status.security.join(', ')}`;
  return [
    { name: 'Docker', found: true, detail: `${status.version} (${daemon})` },
    ...languages.map((language) => imageFinding(status, language)),
  ];
}

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
