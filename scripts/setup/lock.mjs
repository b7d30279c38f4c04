import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout, makeStateFolder } from './checkout.mjs';
import { isRunning, startOf } from './daemons.mjs';
import { say } from './say.mjs';

const POLL_MS = 200;
const path = join(checkout.state, 'setup.lock');

/**
 * Runs `work` while no other set-up of this checkout runs, so that two terminals never start two daemons or two
 * npm installs. The lock of a set-up that was killed is taken over.
 */
export async function withLock(work) {
  makeStateFolder();
  for (let told = false; !take(); ) {
    const text = readLock(path);
    const holder = parse(text);
    if (isRunning(holder)) {
      if (!told) say(`… waiting for another set-up of this checkout (process ${holder.pid})`);
      told = true;
      await sleep(POLL_MS);
    } else if (text !== undefined) {
      removeStale(text);
    }
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.removeListener('exit', release);
  }
}

/** A link appears with its whole content at once, or fails because the lock is held. */
function take() {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

/** Between looking and moving someone else may have taken the stale lock over: theirs is put back. */
function removeStale(staleText) {
  const moved = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, moved);
  } catch {
    return;
  }
  if (readLock(moved) !== staleText) linkSync(moved, path);
  rmSync(moved);
}

function readLock(from) {
  try {
    return readFileSync(from, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
