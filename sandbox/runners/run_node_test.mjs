// Runs one node:test suite in this process and reports every test on file descriptor 3.
//
//   node run_node_test.mjs <suite>
//
// The first line on stdin is a secret that every line of the report carries; the code under test never
// sees it. Whatever the report needs is taken before that code is loaded: it may patch anything later.

import assert, { AssertionError } from 'node:assert';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import test, { run } from 'node:test';

// Constants, because named imports of Node's own modules follow what is patched into them.
const { closeSync, openSync, readSync, writeSync } = fs;
const { stringify } = JSON;
const exit = process.reallyExit.bind(process);

const MESSAGE_LENGTH = 2000;
/** The name of what fails outside any test, as the other runners have it. */
const OUTSIDE = '<collection>';

function readSecret() {
  const line = Buffer.alloc(4096);
  const length = readSync(0, line);
  const secret = line.toString('utf8', 0, length).split('\n', 1)[0];
  line.fill(0);
  closeSync(0);
  openSync('/dev/null'); // takes the lowest free number, which is stdin's
  return secret;
}

/** A reporter over a descriptor that child processes do not inherit. */
function openReport(secret) {
  const fd = openSync('/proc/self/fd/3', 'w');
  closeSync(3);
  return (record) => {
    // Without a prototype: a toJSON planted on Object's would be handed the secret.
    writeSync(fd, `${stringify({ __proto__: null, secret, ...record })}\n`);
  };
}

function failure(error) {
  const cause = error?.cause ?? error;
  const kind = cause instanceof AssertionError ? 'assertion' : 'error';
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { outcome: 'failed', kind, message: message.slice(0, MESSAGE_LENGTH) };
}

/** Makes what suites judge by unchangeable, so that no program replaces a check with one that always holds. */
function freezeFramework() {
  for (const each of [assert, assert.strict, test, AssertionError]) {
    for (const inner of [each.prototype, ...Object.values(each)]) {
      if (typeof inner === 'function' || typeof inner === 'object') Object.freeze(inner);
    }
    Object.freeze(each);
  }
  syncBuiltinESMExports();
}

/** Follows the events of one run and reports its tests under their full names. */
function follow(suite, report) {
  const names = [];
  let lastWords = '';
  let failed = false;

  const end = ({ name, nesting, details, skip, todo }, passed) => {
    const path = [...names.slice(0, nesting), name].join(' > ');
    // Node counts a file as a test of its own when it declares none, or cannot be loaded.
    const file = nesting === 0 && name === suite;
    if (file || details.type === 'suite') {
      // A file or a group says nothing of its own, unless it could not be loaded or one of its hooks failed.
      if (passed || details.error?.failureType === 'subtestsFailed') return;
      failed = true;
      report({ test: file ? OUTSIDE : path, scope: file ? 'file' : 'group', ...failure(details.error) });
    } else if (skip !== undefined || todo !== undefined) report({ test: path, outcome: 'skipped' });
    else if (passed) report({ test: path, outcome: 'passed' });
    else {
      failed = true;
      report({ test: path, ...failure(details.error) });
    }
  };

  return {
    start({ name, nesting }) {
      names.length = nesting;
      names.push(name);
    },
    pass: (event) => end(event, true),
    fail: (event) => end(event, false),
    diagnostic({ message }) {
      if (message.startsWith('Error: ')) lastWords = message;
    },
    summary({ success }) {
      // Something was thrown when no test ran any more.
      if (!success && !failed) report({ test: OUTSIDE, scope: 'file', ...failure(lastWords) });
      failed ||= !success;
    },
    end() {
      report({ end: true });
      exit(failed ? 1 : 0);
    },
  };
}

const suite = resolve(process.argv[2]);
freezeFramework();
const progress = follow(suite, openReport(readSecret()));

run({ files: [suite], isolation: 'none' })
  .on('test:start', progress.start)
  .on('test:pass', progress.pass)
  .on('test:fail', progress.fail)
  .on('test:diagnostic', progress.diagnostic)
  .on('test:summary', progress.summary)
  .on('end', progress.end)
  .resume();
