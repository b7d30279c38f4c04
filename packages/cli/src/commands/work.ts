import { setTimeout as pause } from 'node:timers/promises';
import { AppError, languageNamed, type StageName, stageNames } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { Command } from 'commander';
import { composeFactory, type Factory } from '../compose.ts';
import { concurrencyOf, refill, startWorkers, stopWorkers } from '../drive.ts';
import { interruptSignal, leaveIf } from '../interrupt.ts';
import { Progress } from '../progress.ts';
import { addSettings, configOf, placeFlags, workFlags } from '../settings-flags.ts';
import { Watch } from '../watch.ts';

/** Works on whatever is enqueued, until it is stopped. */
export function workCommand(): Command {
  const command = new Command('work')
    .description('work on what is enqueued, until Ctrl-C; start as many as there are machines')
    .option('--stages <list>', `only these stages: ${stageNames.join(', ')}`)
    .addHelpText('after', '\nExample:\n  seedmill work --stages verify,suite --slots 8');
  addSettings(command, ['--languages', ...workFlags, ...placeFlags]);

  return command.action(async (options: { stages?: string }) => {
    const config = configOf(command);
    const stages = chosenStages(options.stages);
    for (const id of config.languages) languageNamed(languages, id);
    let tell: (line: string) => void = console.error;
    const onOutage = (line: string) => {
      tell(line);
    };
    const factory = await composeFactory(config, { onOutage });
    const progress = new Progress(factory.ledger);
    tell = progress.tell;
    const watch = new Watch(progress.tell);
    const signal = interruptSignal(progress.tell);
    try {
      const all = concurrencyOf(config.concurrency, factory.slots);
      const concurrency = Object.fromEntries(stages.map((stage) => [stage, all[stage]]));
      await refill(factory);
      const workers = startWorkers(factory, concurrency, watch);
      progress.tell(`Working on ${stages.join(', ')}. Stop with Ctrl-C.`);
      await refillUntil(signal, factory);
      await stopWorkers(workers, watch);
    } finally {
      progress.stop();
      await factory.close();
    }
    leaveIf(signal);
  });
}

/** How often tasks that are open but not queued are looked for, in ms: runs that were stopped, jobs that Redis lost. */
const REFILL_MS = 30_000;

async function refillUntil(signal: AbortSignal, factory: Factory): Promise<void> {
  const stopped = new Promise<'stopped'>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve('stopped');
    });
  });
  for (;;) {
    const rest = pause(REFILL_MS, undefined, { ref: false });
    if ((await Promise.race([rest, stopped])) === 'stopped') return;
    // Without Redis this waits until it is back, or until the user stops.
    if ((await Promise.race([refill(factory), stopped])) === 'stopped') return;
  }
}

function chosenStages(list: string | undefined): StageName[] {
  if (list === undefined) return [...stageNames];
  return list.split(',').map((text) => {
    const stage = stageNames.find((name) => name === text.trim());
    if (stage !== undefined) return stage;
    throw new AppError(
      'STAGE_UNKNOWN',
      'fix-input',
      `There is no stage "${text.trim()}".`,
      `Choose among: ${stageNames.join(', ')}`,
    );
  });
}
