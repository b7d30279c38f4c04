import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import { z } from 'zod';

const sqlInput = z.union([z.string(), z.number(), z.bigint(), z.null(), z.instanceof(Uint8Array)]);
const inputs = (values: readonly unknown[]): SQLInputValue[] => values.map((value) => sqlInput.parse(value));

/** Node's own SQLite behind Kysely's SQLite dialect. `file` is a path; missing folders are made. */
export function sqliteDialect(file: string): Dialect {
  mkdirSync(dirname(file), { recursive: true });
  // Several processes may write. Waiting here holds up everything in this process, so it is short; patience is
  // the ledger's (see patient.ts).
  const database = new DatabaseSync(file, { timeout: 500 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  return new SqliteDialect({ database: adapt(database) });
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      database.close();
    },
    prepare(sql) {
      // A transaction that begins by reading cannot become a writer when another wrote meanwhile; taking the
      // write lock at once makes it wait instead.
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...inputs(values)),
        run: (values) => statement.run(...inputs(values)),
        iterate: (values) => statement.iterate(...inputs(values)),
      };
    },
  };
}
