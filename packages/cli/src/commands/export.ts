import { exporters, writeExport } from '@seedmill/exporters';
import { readLedger } from '@seedmill/ledger';
import { Command } from 'commander';
import { mustHold } from '../open-run.ts';
import { addSettings, configOf } from '../settings-flags.ts';

/** Writes what the ledger holds in one of the export formats. */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('write pairs as JSON lines')
    .option('--format <name>', exporters.map(({ format }) => format).join(', '), 'pairs')
    .option('--run <id>', 'of one run only')
    .requiredOption('--out <folder>', 'where the file is written');
  addSettings(command, ['--ledger']);

  return command.action(async (options: { format: string; run?: string; out: string }) => {
    const config = configOf(command);
    const ledger = await readLedger(config.ledger);
    try {
      await mustHold(ledger, options.run);
      const { file, rows } = await writeExport(options.format, ledger.pairs(options.run), options.out);
      console.log(`${rows} pairs in ${file}`);
    } finally {
      await ledger.close();
    }
  });
}
