import { randomUUID } from 'node:crypto';
import { openLedger } from '@seedmill/ledger';
import { ledgerConformance } from '@seedmill/testkit';
import pg from 'pg';
import { serviceUrls } from './support/services.ts';

const server = serviceUrls().postgres;

async function command(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

// A database of its own for every test: none sees what another left.
ledgerConformance('Postgres', async () => {
  const name = `seedmill_${randomUUID().replaceAll('-', '')}`;
  await command(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    ledger: await openLedger(url.href),
    again: () => openLedger(url.href),
    drop: () => command(`drop database ${name} with (force)`),
  };
});
