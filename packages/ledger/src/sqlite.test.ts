import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerConformance, tempFolder } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { openLedger } from './open.ts';

ledgerConformance('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seedmill-ledger-'));
  const file = join(folder, 'deep', 'ledger.sqlite');
  return {
    ledger: await openLedger(file),
    again: () => openLedger(file),
    drop: () => rm(folder, { recursive: true }),
  };
});

test('a place that cannot be written is named, with the remedy', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'file'), '');
  const place = join(folder, 'file', 'ledger.sqlite');
  await expect(openLedger(place)).rejects.toMatchObject({
    code: 'LEDGER_UNAVAILABLE',
    remedy: 'fix-setup',
    message: expect.stringContaining(place) as string,
  });
});

test('a password in the address of a Postgres ledger is never said', async () => {
  const refused = openLedger('postgres://seedmill:secret-word@127.0.0.1:1/none');
  await expect(refused).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await expect(refused).rejects.not.toThrow(/secret-word/);
});
