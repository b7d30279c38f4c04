import { type Config, loadConfig, options } from '@seedmill/config';
import { type Command, Option } from 'commander';

/** Gives a command the flags of these settings. */
export function addSettings(command: Command, flags: readonly string[]): Command {
  for (const { flag, help, env, kind } of options) {
    if (!flags.includes(flag)) continue;
    const takes = kind === 'list' ? '<list>' : kind === 'number' ? '<n>' : '<text>';
    command.addOption(new Option(`${flag} ${takes}`, env === undefined ? help : `${help} (${env})`));
  }
  return command;
}

/** The configuration as this command's flags, the environment and seedmill.yaml give it. */
export function configOf(command: Command): Config {
  const flags: Record<string, string> = {};
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (option.long && typeof value === 'string') flags[option.long] = value;
  }
  return loadConfig({ cwd: process.cwd(), env: process.env, flags });
}

/** Settings of the commands that make a run. */
export const runFlags = [
  '--languages',
  '--seed-languages',
  '--samples',
  '--max-snippets',
  '--teacher',
  '--base-url',
  '--model',
  '--temperature',
  '--recordings',
];
/** Settings of every command that has a sandbox. */
export const sandboxFlags = ['--sandbox', '--runtime', '--isolation'];
/** Settings of the commands that work on tasks. */
export const workFlags = ['--concurrency', '--slots', ...sandboxFlags];
/** Settings of every command that reads the ledger or the queues. */
export const placeFlags = ['--ledger', '--redis'];
