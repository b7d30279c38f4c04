// Runs suites of node:test and follows the events of the run.

import assert from 'node:assert';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import test, { run } from 'node:test';
import { closeResources, freezeFrameworks } from './seal.mjs';

const { emit } = EventEmitter.prototype;
const { register } = test.assert;
const own = new Set(Object.keys(assert));
/** Checks of a suite's own are added to Node's, and stand in the place of none. */
test.assert.register = (name, check) => {
  if (own.has(name)) throw new TypeError(`${name} is Node's`);
  register(name, check);
};
test.getTestContext = undefined;
freezeFrameworks(test);
closeResources();
syncBuiltinESMExports();

/** Reports the tests of these files under their full names; resolved at the end of the run. */
export function runNodeTests(files, report, failure, outside) {
  const names = [];
  let lastWords = '';
  let failed = false;
  const fail = (record) => {
    failed = true;
    report(record);
  };

  const end = ({ name, nesting, details, skip, todo }, passed) => {
    const path = [...names.slice(0, nesting), name].join(' > ');
    // Node counts a file as a test of its own when it declares none, or cannot be loaded.
    const file = nesting === 0 && files.includes(name);
    if (file || details.type === 'suite') {
      // A file or a group says nothing of its own, unless it could not be loaded or one of its hooks failed.
      if (passed || details.error?.failureType === 'subtestsFailed') return;
      fail({ test: file ? outside : path, scope: file ? 'file' : 'group', ...failure(details.error) });
    } else if (skip !== undefined || todo !== undefined) report({ test: path, outcome: 'skipped' });
    else if (passed) report({ test: path, outcome: 'passed' });
    else fail({ test: path, ...failure(details.error) });
  };

  return new Promise((resolve) => {
    const events = run({ files, isolation: 'none' });
    // Its own: the one that all inherit may be replaced.
    Object.defineProperty(events, 'emit', { value: emit });
    events
      .on('test:start', ({ name, nesting }) => {
        names.length = nesting;
        names.push(name);
      })
      .on('test:pass', (event) => end(event, true))
      .on('test:fail', (event) => end(event, false))
      .on('test:diagnostic', ({ message }) => {
        if (message.startsWith('Error: ')) lastWords = message;
      })
      .on('test:summary', ({ success }) => {
        // Something was thrown when no test ran any more.
        if (!success && !failed) report({ test: outside, scope: 'file', ...failure(lastWords) });
      })
      .on('end', resolve)
      .resume();
  });
}
