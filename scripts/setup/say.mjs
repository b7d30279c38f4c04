import process from 'node:process';

const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 10_000;
const QUIET_FOR_MS = 2_000;
const LAST_LINES = 12;
const WORDS_LENGTH = 120;

/** A set-up step that cannot go on: one sentence, the command to type, and what the tool printed last. */
export class SetupError extends Error {
  constructor(problem, hint, output = '') {
    super(problem);
    this.name = 'SetupError';
    this.hint = hint;
    this.output = output;
  }
}

/** The set-up talks on stderr: stdout belongs to the command that follows. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs `work` and says one line when it is done. While it lasts, a terminal sees a live line with the seconds
 * and the last words of the tool at work (`work` passes them to `heard`); a log sees one line now and then.
 * With `onlyIfLong` nothing is said about success within two seconds: the work was only to look.
 */
export async function saying(doing, work, { onlyIfLong = false } = {}) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  let lastWords = '';
  const live = process.stderr.isTTY === true;
  const isLong = () => Date.now() - started > QUIET_FOR_MS;
  const show = () => {
    if (onlyIfLong && !isLong()) return;
    const line = `… ${doing}  ${seconds()}  ${lastWords}`;
    if (live) process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
    else say(line.trimEnd());
  };
  const first = setTimeout(show, live ? 0 : QUIET_FOR_MS);
  const next = setInterval(show, live ? TERMINAL_EVERY_MS : LOG_EVERY_MS);
  const finish = (mark) => {
    clearTimeout(first);
    clearInterval(next);
    if (live) process.stderr.write('\r\x1b[2K');
    if (!onlyIfLong || isLong() || mark === '✗') say(`${mark} ${doing}  ${seconds()}`);
  };
  try {
    const result = await work((words) => {
      lastWords = words.slice(0, WORDS_LENGTH);
    });
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}

/** Prints why the set-up stopped, with the last lines of the tool and the command to type. */
export function sayFailure(error) {
  say(`\nseedmill: ${error.message}`);
  const lines = (error.output ?? '').split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(-LAST_LINES)) say(`  | ${line}`);
  if (error.hint) say(`Do this:  ${error.hint}`);
  if (!(error instanceof SetupError)) say(error.stack);
}
