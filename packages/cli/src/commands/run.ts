import type { Ledger, Run } from '@seedmill/contracts';
import { checkWritable, writeExport } from '@seedmill/exporters';
import { recorder } from '@seedmill/teacher';
import { Command } from 'commander';
import { composeFactory } from '../compose.ts';
import { concurrencyOf, drive } from '../drive.ts';
import { interruptSignal, leaveIf, STOPPED } from '../interrupt.ts';
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
    let tell: (line: string) => void = console.error;
    const onOutage = (line: string) => {
      tell(line);
    };
    const factory = await composeFactory(config, { onCall, onOutage });
    const { ledger } = factory;
    const progress = new Progress(ledger, run.id);
    tell = progress.tell;
    const watch = new Watch(progress.tell, run.id);
    const signal = interruptSignal(progress.tell);
    try {
      const callsBefore = (await ledger.statistics()).teacher.calls;
      await openRun(ledger, run);
      const concurrency = concurrencyOf(config.concurrency, factory.slots);
      const end = await drive(factory, run, concurrency, watch, signal);
      progress.stop();
      if (end === 'stopped') await tellStopped(ledger, run);
      else await tellDone(ledger, run, watch, callsBefore, options.out);
    } finally {
      progress.stop();
      await factory.close();
    }
    leaveIf(signal);
  });
}

async function tellStopped(ledger: Ledger, run: Run): Promise<void> {
  console.error(
    `Stopped with ${await ledger.countOpenTasks(run.id)} tasks to do. Go on with the same command.`,
  );
  process.exitCode = STOPPED;
}

/** The table, what the teacher did, the seconds, and last the path of the pairs. */
async function tellDone(
  ledger: Ledger,
  run: Run,
  watch: Watch,
  callsBefore: number,
  out: string,
): Promise<void> {
  const statistics = await ledger.statistics(run.id);
  const made = (await ledger.statistics()).teacher.calls - callsBefore;
  console.log(statisticsTable(statistics));
  console.log(`${teacherLine(statistics)}; ${made} made now, the rest read from the ledger`);
  const phases = watch.phases().map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`);
  console.log(
    `seconds: ${watch.elapsed().toFixed(1)} in all; per stage (they overlap): ${phases.join(', ') || 'none'}`,
  );
  const { file, rows } = await writeExport('pairs', ledger.pairs(run.id), out);
  console.log(`${rows} pairs in ${file}`);
}
