import { realpath } from 'node:fs/promises';
import type { Config } from '@seedmill/config';
import { AppError, type Ledger, languageNamed, type Run } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { firstTask } from '@seedmill/pipeline';
import { checkSeeds, composeProvider, describeRun } from './compose.ts';

/**
 * Looks at the folder and at the teacher before anything is written.
 *
 * @throws AppError when the folder holds nothing to take, or the teacher cannot be reached or rejects the key
 */
export async function prepareRun(config: Config, folder: string): Promise<Run> {
  for (const id of [...config.languages, ...config.seedLanguages]) languageNamed(languages, id);
  await checkSeeds(config, folder);
  await composeProvider(config).check();
  return describeRun(config, await realpath(folder));
}

/** @throws AppError RUN_UNKNOWN (fix-input) when a run is named that the ledger does not hold */
export async function mustHold(ledger: Ledger, run: string | undefined): Promise<void> {
  if (run === undefined || (await ledger.run(run)) !== undefined) return;
  const known = (await ledger.runs()).map(({ id }) => id).join(', ');
  throw new AppError(
    'RUN_UNKNOWN',
    'fix-input',
    `The ledger holds no run "${run}".`,
    `It holds: ${known || 'none yet'}`,
  );
}

/** Keeps the run and opens its first task; a run that was made before is taken up again. */
export async function openRun(ledger: Ledger, run: Run): Promise<void> {
  await ledger.openRun(run, [firstTask(run)]);
}
