// Runs suites in this process and reports every test on file descriptor 3.
//
//   node run.mjs [ahead: load all that may be needed] < <(secret, perhaps `key` and the key of sealed files, then a line for each file: `node-test`,
//   `suite` or `script`, a space, its path)
//
// The secret is one that every line of the report carries; the code under test never sees it. Whatever the report
// needs is taken before that code is loaded: it may patch anything later.

import { AssertionError } from 'node:assert';
import { resolve } from 'node:path';
import { expect } from './expect.mjs';
import { api, takeDeclared } from './framework.mjs';
import { jasmineWords } from './jasmine.mjs';
import { jest } from './jest.mjs';
import { loadFile, takeAliases, takeFiles, textOf } from './loading.mjs';
import { lockBuiltins } from './locks.mjs';
import { openModules } from './mocked.mjs';
import { writeAtOnce } from './output.mjs';
import { openReport, readRequest } from './request.mjs';
import { interruptTest, runDeclared } from './running.mjs';
import { runScripts } from './script.mjs';
import { closeModules, declareGlobals, seal } from './seal.mjs';
import { closeUncaught, onUncaught } from './uncaught.mjs';

/** The name of what fails outside any test, as the other runners have it. */
const OUTSIDE = '<collection>';
const leave = process.reallyExit.bind(process);
const isOf = Function.prototype.call.bind(Object.prototype.isPrototypeOf);
const errors = Error.prototype;
const assertions = AssertionError.prototype;

/** What went wrong, in the report's words. Nothing that a program throws may end the report. */
function failure(error) {
  try {
    const cause = error?.cause !== undefined && error?.code === 'ERR_TEST_FAILURE' ? error.cause : error;
    const message = isOf(errors, cause) ? `${cause.name}: ${cause.message}` : String(cause);
    return { outcome: 'failed', kind: isOf(assertions, cause) ? 'assertion' : 'error', message };
  } catch {
    return { outcome: 'failed', kind: 'error', message: 'what was thrown cannot be shown' };
  }
}

seal();
writeAtOnce();
if (process.argv[2] === 'ahead') await import('./node-test.mjs');
// Here a runner waits that was started ahead.
const { secret, args } = readRequest();
const report = openReport(secret);
let failed = false;

function tell(record) {
  if (record.outcome === 'failed') failed = true;
  report.add(record);
}
const tellOutside = (error) => tell({ test: OUTSIDE, scope: 'file', ...failure(error) });

function finish() {
  report.add({ end: true });
  report.write();
  leave(failed ? 1 : 0);
}

/** What follows one word in the arguments: the paths that are to be run in one way, the key. */
const valuesOf = (way) =>
  args.flatMap((arg) => (arg.startsWith(`${way} `) ? [arg.slice(way.length + 1)] : []));

/** Suites whose words are global, or imported from one of the frameworks that are stood in for. */
async function runSuites(files) {
  for (const file of files) {
    openModules();
    try {
      await loadFile(file);
    } catch (error) {
      takeDeclared();
      tellOutside(error);
    }
    await runDeclared(takeDeclared(), tell, failure);
  }
}

// Whoever ends this process early, what is known by then is told; the end is not.
process.on('exit', report.write);

const nodeTests = valuesOf('node-test');
const suites = valuesOf('suite');
const scripts = valuesOf('script');

takeFiles([...nodeTests, ...suites, ...scripts], valuesOf('key')[0]);
takeAliases(valuesOf('alias'));
const texts = [...nodeTests, ...suites, ...scripts].map((file) => textOf(resolve('/work', file)));
const lenient = texts.some((text) => text.includes('unhandledRejection'));
if (scripts.length === 0) declareGlobals({ ...api, ...jasmineWords, expect, jest, vi: jest });
lockBuiltins(texts);
closeModules(texts);
closeUncaught();
if (nodeTests.length > 0) {
  // Loaded for those that need it: it costs the others 8 ms.
  const { runNodeTests } = await import('./node-test.mjs');
  const paths = nodeTests.map((file) => resolve('/work', file));
  await runNodeTests(paths, tell, failure, OUTSIDE);
}
if (suites.length > 0) {
  onUncaught((error) => interruptTest(error) || tellOutside(error), lenient);
  await runSuites(suites);
}
if (scripts.length > 0) {
  const settle = (test, error) =>
    tell(error === undefined ? { test, outcome: 'passed' } : { test, ...failure(error) });
  await runScripts(scripts, valuesOf('ends'), settle, finish, lenient, texts);
}
const left = takeDeclared();
if (left.children.length > 0) await runDeclared(left, tell, failure);
finish();
