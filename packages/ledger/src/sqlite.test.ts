import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ledgerConformance, makeCall, makeRun, tempFolder } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { openLedger, readLedger } from './open.ts';

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

test('a write waits for another process that holds the file, and is not lost', async () => {
  const file = join(await tempFolder(), 'ledger.sqlite');
  const ledger = await openLedger(file);
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  const call = makeCall(makeRun());
  const kept = ledger.recordCall(call);
  // By now the first try has met the lock.
  setTimeout(() => {
    other.exec('rollback');
  }, 0);
  await kept;
  expect(await ledger.call(call.id)).toEqual(call);
  other.close();
  await ledger.close();
});

test('reading makes no ledger', async () => {
  const file = join(await tempFolder(), 'ledger.sqlite');
  await expect(readLedger(file)).rejects.toMatchObject({ code: 'LEDGER_MISSING', remedy: 'fix-input' });
  expect(existsSync(file)).toBe(false);
});
