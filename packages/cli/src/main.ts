#!/usr/bin/env node
import { AppError } from '@seedmill/contracts';
import { Command, CommanderError } from 'commander';
import { doctorCommand } from './commands/doctor.ts';
import { enqueueCommand } from './commands/enqueue.ts';
import { exportCommand } from './commands/export.ts';
import { runCommand } from './commands/run.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { statusCommand } from './commands/status.ts';
import { verifyCommand } from './commands/verify.ts';
import { workCommand } from './commands/work.ts';

const program = new Command('seedmill')
  .description('Turns seed code into verified problem–solution pairs for training code models.')
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 done · 1 the set-up needs mending · 2 the input does · 70 a fault of Seedmill · 130 stopped',
  );
for (const make of [
  runCommand,
  enqueueCommand,
  workCommand,
  statusCommand,
  exportCommand,
  verifyCommand,
  doctorCommand,
  sandboxCommand,
]) {
  program.addCommand(make().exitOverride());
}

// Whoever reads has enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what is the matter and what to do; returns the exit code. */
function report(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AppError) {
    console.error(`seedmill: ${error.message}\n  → ${error.hint}`);
    return error.remedy === 'fix-input' ? 2 : 1;
  }
  console.error('seedmill: this should not happen; please report it with the lines below.');
  console.error(error);
  return 70;
}
