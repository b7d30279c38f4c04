import { checkWritable, writeExport } from '@seedmill/exporters';
import { recorder } from '@seedmill/teacher';
import { Command } from 'commander';
import { composeFactory } from '../compose.ts';
import { concurrencyOf, drive } from '../drive.ts';
import { interruptSignal, STOPPED } from '../interrupt.ts';
import { openRun, prepareRun } from '../open-run.ts';
import { Progress } from '../progress.ts';
import { addSettings, configOf, placeFlags, runFlags, workFlags } from '../settings-flags.ts';
import { statisticsTable, teacherLine } from '../table.ts';
import { Watch } from '../watch.ts';

/** Runs everything in this process: seeds in, pairs out. */
export function runCommand(): Command {
  const command = new Command('run')
    .description(
      'turn a folder of seed code into verified pairs; the same command goes on after a stop or a crash',
    )
    .argument('<folder>', 'the seed repository')
    .option('--out <folder>', 'where the pairs are written', 'out')
    .option('--record <file>', 'append every answer of the teacher to a file of recordings')
    .addHelpText(
      'after',
      '\nExample:\n  seedmill run my-repo --languages python,typescript --samples 2 --out out/my-repo',
    );
  addSettings(command, [...runFlags, ...workFlags, ...placeFlags]);

  return command.action(async (folder: string, options: { out: string; record?: string }) => {
    const config = configOf(command);
    const run = await prepareRun(config, folder);
    await checkWritable(options.out);
    const onCall = options.record === undefined ? undefined : recorder(options.record);
    const factory = await composeFactory(config, { onCall });
    const { ledger } = factory;
    const callsBefore = (await ledger.statistics()).teacher.calls;
    const started = performance.now();
    const progress = new Progress(ledger, run.id);
    const watch = new Watch(progress.tell, run.id);
    try {
      await openRun(ledger, run);
      const concurrency = concurrencyOf(config.concurrency, factory.slots);
      const end = await drive(factory, run, concurrency, watch, interruptSignal(progress.tell));
      progress.stop();
      if (end === 'stopped') {
        const open = await ledger.countOpenTasks(run.id);
        console.error(`Stopped with ${open} tasks to do. Go on with the same command.`);
        process.exitCode = STOPPED;
        return;
      }
      const statistics = await ledger.statistics(run.id);
      const made = (await ledger.statistics()).teacher.calls - callsBefore;
      const phases = watch.phases().map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`);
      console.log(statisticsTable(statistics));
      console.log(`${teacherLine(statistics)}; ${made} made now, the rest read from the ledger`);
      console.log(
        `seconds: ${((performance.now() - started) / 1000).toFixed(1)} in all; per stage (they overlap): ${phases.join(', ') || 'none'}`,
      );
      const { file, rows } = await writeExport('pairs', ledger.pairs(run.id), options.out);
      console.log(`${rows} pairs in ${file}`);
    } finally {
      progress.stop();
      await factory.close();
    }
  });
}
