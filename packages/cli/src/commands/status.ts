import { messageOf, type QueueDepth, type StageName } from '@seedmill/contracts';
import { readLedger } from '@seedmill/ledger';
import { openQueues } from '@seedmill/queue';
import { Command } from 'commander';
import { mustHold } from '../open-run.ts';
import { addSettings, configOf, placeFlags } from '../settings-flags.ts';
import { statisticsTable, teacherLine } from '../table.ts';

/** Counts and rates of the ledger, and what the queues hold. */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('counts and rates so far, and what is queued')
    .option('--run <id>', 'of one run only')
    .option('--json', 'as one JSON object');
  addSettings(command, placeFlags);

  return command.action(async (options: { run?: string; json?: true }) => {
    const config = configOf(command);
    const ledger = await readLedger(config.ledger);
    try {
      await mustHold(ledger, options.run);
      const statistics = await ledger.statistics(options.run);
      const runs = (await ledger.runs()).map(({ id, languages, samples }) => ({ id, languages, samples }));
      const queues = await depths(config.redis, ledger.id);
      if (options.json) {
        console.log(JSON.stringify({ runs, ...statistics, queues }));
        return;
      }
      console.log(statisticsTable(statistics));
      console.log(teacherLine(statistics));
      console.log(`runs: ${runs.map(({ id }) => id).join(', ') || 'none'}`);
      for (const [stage, depth] of Object.entries(queues ?? {})) {
        console.log(
          `${stage.padEnd(9)} ${depth.waiting} waiting, ${depth.active} active, ${depth.delayed} delayed, ${depth.failed} failed`,
        );
      }
    } finally {
      await ledger.close();
    }
  });
}

/** Null, and a word on stderr, when Redis does not answer: the ledger's numbers hold all the same. */
async function depths(url: string | null, ledgerId: string): Promise<Record<StageName, QueueDepth> | null> {
  try {
    const queues = await openQueues(url, ledgerId);
    try {
      return await queues.depths();
    } finally {
      await queues.close();
    }
  } catch (error) {
    console.error(`seedmill: the queues cannot be read: ${messageOf(error)}`);
    return null;
  }
}
