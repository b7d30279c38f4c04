import { existsSync } from 'node:fs';
import type { Config } from '@seedmill/config';
import { AppError, messageOf } from '@seedmill/contracts';
import { openLedger } from '@seedmill/ledger';
import { sandboxStatus } from '@seedmill/sandbox';
import { Command } from 'commander';
import { checkRedis, composeProvider } from '../compose.ts';
import { addSettings, configOf, placeFlags, runFlags } from '../settings-flags.ts';

/** One thing that Seedmill needs. */
interface Finding {
  name: string;
  found: boolean;
  /** Version or place where it was found, else what is the matter. */
  detail: string;
  /** The command that mends it. */
  mend?: string;
}

/** Says of each needed thing whether it is there, and what mends it. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('look whether everything that is needed is there, and say what mends it')
    .option('--json', 'as one JSON object');
  addSettings(command, [...runFlags.filter((flag) => flag !== '--samples'), ...placeFlags]);

  return command.action(async (options: { json?: true }) => {
    const config = configOf(command);
    const findings = [
      node(),
      await look('Redis', async () => (await checkRedis(config)).version),
      ...(await docker(config)),
      await look('ledger', async () => {
        if (!config.ledger.includes('://') && !existsSync(config.ledger))
          return `${config.ledger} (the first run makes it)`;
        await (await openLedger(config.ledger)).close();
        return config.ledger.replace(/\/\/.*@/, '//…@');
      }),
      await look('teacher', async () => {
        await composeProvider(config).check();
        const { provider, model, baseUrl, recordings } = config.teacher;
        return provider === 'recorded' ? `recorded, ${recordings ?? ''}` : `${model} at ${baseUrl}`;
      }),
    ];
    if (options.json) console.log(JSON.stringify(findings));
    else for (const finding of findings) console.log(lineOf(finding));
    if (findings.some(({ found }) => !found)) process.exitCode = 1;
  });
}

function node(): Finding {
  const version = process.versions.node;
  const found = Number.parseInt(version, 10) >= 24;
  return {
    name: 'Node',
    found,
    detail: version,
    ...(found ? {} : { mend: 'npm run setup, then start with npx seedmill (it brings Node 24 along)' }),
  };
}

async function docker({ languages }: Config): Promise<Finding[]> {
  const status = await sandboxStatus();
  if (!status.reachable) {
    return [{ name: 'Docker', found: false, detail: status.error.message, mend: status.error.hint }];
  }
  const walls = `runtime ${status.runtime}, cgroup v${status.cgroups}, ${status.security.join(', ')}`;
  return [
    { name: 'Docker', found: true, detail: `${status.version} (${walls})` },
    ...languages.map((language): Finding => {
      const image = status.images.find((each) => each.language === language);
      return image === undefined
        ? {
            name: `image ${language}`,
            found: false,
            detail: 'missing or out of date',
            mend: `npx seedmill sandbox build ${language}`,
          }
        : {
            name: `image ${language}`,
            found: true,
            detail: `${image.tag}, ${(image.bytes / 1e6).toFixed(0)} MB`,
          };
    }),
  ];
}

async function look(name: string, detail: () => Promise<string>): Promise<Finding> {
  try {
    return { name, found: true, detail: await detail() };
  } catch (error) {
    return {
      name,
      found: false,
      detail: messageOf(error),
      ...(error instanceof AppError ? { mend: error.hint } : {}),
    };
  }
}

function lineOf({ name, found, detail, mend }: Finding): string {
  const line = `${found ? 'ok     ' : 'missing'}  ${name.padEnd(16)}  ${detail}`;
  return mend === undefined ? line : `${line}\n         ${' '.repeat(16)}  → ${mend}`;
}
