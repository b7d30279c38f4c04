import { constants, createWriteStream, existsSync } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, type Exporter, messageOf, type PairStory } from '@seedmill/contracts';
import { pairs } from './pairs.ts';

/** Every format by name. A new one is one file and one entry here. */
export const exporters: readonly Exporter[] = [pairs];

/**
 * Writes one export as JSON lines. It is written aside and then renamed, so a file under its real name is
 * always whole.
 *
 * @param folder is made when it is missing; an earlier export of the same format in it is replaced
 * @returns the file's path and its number of rows
 * @throws AppError EXPORT_FORMAT_UNKNOWN (fix-input), EXPORT_UNWRITABLE (fix-setup), or NO_PAIRS (fix-input) when there
 *   is no row to write: then an earlier export stays
 */
export async function writeExport(
  format: string,
  stories: AsyncIterable<PairStory>,
  folder: string,
): Promise<{ file: string; rows: number }> {
  const exporter = exporters.find((known) => known.format === format);
  if (exporter === undefined) {
    const known = exporters.map((each) => each.format).join(', ');
    throw new AppError(
      'EXPORT_FORMAT_UNKNOWN',
      'fix-input',
      `There is no export format "${format}".`,
      `Choose among: ${known}`,
    );
  }
  const file = join(folder, exporter.file);
  const aside = `${file}.${process.pid}.part`;
  let rows = 0;
  async function* lines() {
    for await (const story of stories) {
      rows += 1;
      yield `${JSON.stringify(exporter?.row(story))}\n`;
    }
  }
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(Readable.from(lines()), createWriteStream(aside));
    if (rows === 0) throw nothingToExport();
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw unwritable(file, cause);
  }
  return { file, rows };
}

/**
 * Looks, without writing, whether a folder could be made or written to.
 *
 * @throws AppError EXPORT_UNWRITABLE (fix-setup)
 */
export async function checkWritable(folder: string): Promise<void> {
  let at = resolve(folder);
  while (!existsSync(at)) at = dirname(at);
  try {
    if (!(await stat(at)).isDirectory()) throw new Error(`${at} is a file`);
    await access(at, constants.W_OK);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

const unwritable = (place: string, cause: unknown) =>
  new AppError(
    'EXPORT_UNWRITABLE',
    'fix-setup',
    `Cannot write ${place}: ${messageOf(cause)}`,
    'Choose another folder with --out, or make room and permission there.',
    { cause },
  );

const nothingToExport = () =>
  new AppError(
    'NO_PAIRS',
    'fix-input',
    'There is no pair to write.',
    'See what became of the attempts with: npx seedmill status',
  );
