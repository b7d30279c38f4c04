import { openLedger } from '@seedmill/ledger';
import { firstTask } from '@seedmill/pipeline';
import { openQueues } from '@seedmill/queue';
import { Command } from 'commander';
import { checkRedis } from '../compose.ts';
import { openRun, prepareRun } from '../open-run.ts';
import { addSettings, configOf, placeFlags, runFlags } from '../settings-flags.ts';

/** Enqueues a seed repository for workers. */
export function enqueueCommand(): Command {
  const command = new Command('enqueue')
    .description('enqueue a folder of seed code for workers (seedmill work)')
    .argument('<folder>', 'the seed repository')
    .addHelpText('after', '\nExample:\n  seedmill enqueue my-repo --languages python && seedmill work');
  addSettings(command, [...runFlags, ...placeFlags]);

  return command.action(async (folder: string) => {
    const config = configOf(command);
    const run = await prepareRun(config, folder);
    await checkRedis(config);
    const ledger = await openLedger(config.ledger);
    try {
      const queues = await openQueues(config.redis, ledger.id);
      try {
        await openRun(ledger, run);
        await queues.forgetFailed();
        await queues.add([firstTask(run)]);
        console.log(`${run.id} is enqueued. Work on it with: npx seedmill work`);
      } finally {
        await queues.close();
      }
    } finally {
      await ledger.close();
    }
  });
}
