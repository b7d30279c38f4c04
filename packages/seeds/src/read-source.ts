import { open } from 'node:fs/promises';
import type { SkipReason } from '@seedmill/contracts';

/** Larger files are data or generated; 256 KiB is about 6,000 lines. */
const LARGEST = 256 * 1024;

/** The text of a source file with `\n` line ends and no byte-order mark, or why it is not taken. */
export async function readSource(path: string): Promise<{ text: string } | { skipped: SkipReason }> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size > LARGEST) return { skipped: 'too-large' };
    const bytes = await file.readFile();
    if (bytes.includes(0)) return { skipped: 'binary' };
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return { text: text.replaceAll('\r\n', '\n') };
    } catch {
      return { skipped: 'not-utf-8' };
    }
  } finally {
    await file.close();
  }
}
