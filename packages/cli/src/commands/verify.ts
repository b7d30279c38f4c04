import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { AppError, messageOf } from '@seedmill/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { createLogUpdate } from 'log-update';
import { composeVerifier } from '../compose.ts';
import { interruptSignal, STOPPED } from '../interrupt.ts';
import { addSettings, configOf, sandboxFlags } from '../settings-flags.ts';
import { linesOf } from '../verify/lines.ts';
import { VerdictFile } from '../verify/verdict-file.ts';
import { type Tally, verifyCases } from '../verify/verify-cases.ts';

/** Cases begun ahead of the oldest one without a verdict, per slot: a slow case holds none of the others up. */
const AHEAD = 32;
/** Between two lines of progress where lines are kept, in ms. */
const LINES_MS = 5_000;

/** Verifies programs from anywhere. */
export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('verify programs against their suites: JSON lines in, verdicts out; goes on after a stop')
    .requiredOption(
      '--in <file>',
      'one case a line: {"id", "language", "solution": {path: content}, "tests": {path: content}}',
    )
    .requiredOption('--out <file>', 'one verdict a line, in the same order')
    .option('--concurrency <n>', 'programs in the sandbox at once (default: one more than processors)', count)
    .addHelpText('after', '\nExample:\n  seedmill verify --in cases.jsonl --out verdicts.jsonl');

  addSettings(command, sandboxFlags);

  return command.action(async (options: { in: string; out: string; concurrency?: number }) => {
    const config = configOf(command);
    await mustBeReadable(options.in);
    const out = await VerdictFile.open(options.out);
    const progress = tallyLine();
    const { verifier, slots, close } = composeVerifier(config, options.concurrency, progress.tell);
    const signal = interruptSignal(progress.tell);
    try {
      const tally = await verifyCases({
        lines: linesOf(createReadStream(options.in)),
        out,
        outPath: options.out,
        verifier,
        window: slots * AHEAD,
        signal,
        onVerdict: progress.show,
      });
      progress.stop();
      console.log(`${sentence(tally)}, in ${options.out}`);
      if (signal.aborted) {
        console.error('Stopped. Go on with the same command.');
        process.exitCode = STOPPED;
      }
    } finally {
      progress.stop();
      await out.close();
      await close();
    }
  });
}

const sentence = ({ passed, failed, inconclusive, before }: Tally): string =>
  `${passed} passed, ${failed} failed, ${inconclusive} inconclusive${before > 0 ? `, ${before} there before` : ''}`;

/** How far it is, on stderr: one live line on a terminal, a line now and then elsewhere. */
function tallyLine() {
  const started = performance.now();
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined;
  let next = LINES_MS;
  const tell = (line: string) => {
    live?.clear();
    process.stderr.write(`${line}\n`);
  };
  return {
    tell,
    show: (tally: Tally) => {
      const ms = performance.now() - started;
      if (live === undefined && ms < next) return;
      next = ms + LINES_MS;
      const made = tally.passed + tally.failed + tally.inconclusive;
      const line = `${Math.round(ms / 1000)} s  ${sentence(tally)}  (${((made * 1000) / ms).toFixed(1)}/s)`;
      if (live === undefined) tell(line);
      else live(line);
    },
    stop: () => live?.clear(),
  };
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 512) {
    throw new InvalidArgumentError('Choose a whole number from 1 to 512.');
  }
  return value;
}

async function mustBeReadable(path: string): Promise<void> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    await access(path, constants.R_OK);
  } catch (error) {
    throw new AppError(
      'CASES_UNREADABLE',
      'fix-input',
      `Cannot read the cases in ${path}: ${messageOf(error)}`,
      'Name a file of JSON lines: --in cases.jsonl',
      { cause: error },
    );
  }
}
