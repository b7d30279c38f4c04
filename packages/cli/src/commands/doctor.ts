import { existsSync } from 'node:fs';
import { languageNamed } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { openLedger } from '@seedmill/ledger';
import { Command } from 'commander';
import { checkRedis, composeProvider } from '../compose.ts';
import { type Finding, linesOf, look } from '../doctor/finding.ts';
import { sandboxFindings } from '../doctor/sandbox.ts';
import { addSettings, configOf, placeFlags, runFlags, sandboxFlags } from '../settings-flags.ts';

/** Where the output is no terminal. */
const PLAIN_COLUMNS = 120;

/** Says of each needed thing whether it is there, and what mends it. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('look whether everything that is needed is there, and say what mends it')
    .option('--json', 'as one JSON object');
  addSettings(command, [...runFlags.filter((flag) => flag !== '--samples'), ...placeFlags, ...sandboxFlags]);

  return command.action(async (options: { json?: true }) => {
    const config = configOf(command);
    for (const id of [...config.languages, ...config.seedLanguages]) languageNamed(languages, id);
    const findings = [
      node(),
      await look('Redis', async () => (await checkRedis(config)).version),
      ...(await sandboxFindings(config)),
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
    else
      for (const finding of findings)
        console.log(linesOf(finding, process.stdout.isTTY ? process.stdout.columns : PLAIN_COLUMNS));
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
