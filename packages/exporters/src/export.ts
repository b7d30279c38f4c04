import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
 * @throws AppError EXPORT_FORMAT_UNKNOWN (fix-input) or EXPORT_UNWRITABLE (fix-setup)
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
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new AppError(
      'EXPORT_UNWRITABLE',
      'fix-setup',
      `Cannot write ${file}: ${messageOf(cause)}`,
      'Choose another folder with --out, or make room and permission there.',
      { cause },
    );
  }
  return { file, rows };
}
