import { join } from 'node:path';
import { tempFolder } from '@seedmill/testkit';
import { execa } from 'execa';
import { root, serviceUrls } from '../../integration/support/services.ts';

/** A folder with a ledger of its own (the test's, unless given), and `seedmill …` in it as a user would type it. */
export async function seedmillIn(given?: string) {
  const folder = given ?? (await tempFolder());
  const seedmill = (args: readonly string[], env: Record<string, string> = {}) =>
    execa(process.execPath, [join(root, 'packages/cli/src/main.ts'), ...args], {
      reject: false,
      timeout: 120_000,
      forceKillAfterDelay: false,
      cwd: folder,
      env: { REDIS_URL: serviceUrls().redis, NO_COLOR: '1', OPENAI_API_KEY: '', ...env },
    });
  return { folder, seedmill };
}
