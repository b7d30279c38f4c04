// Runs plain programs: each is one test, passed when it reached its own end with nothing left to do.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
import { loadFile, wordOfScripts } from './loading.mjs';
import { lockRuntime } from './locks.mjs';
import { show, Unmet } from './show.mjs';
import { onUncaught } from './uncaught.mjs';

const { exit } = process;
// Constants: a named import of Node's changes with what the job puts there.
const { getCallSites } = util;
const { isPromise } = util.types;
const { then } = Promise.prototype;
const call = Function.prototype.call.bind(Function.prototype.call);
const assertAloud = console.assert;
const { setImmediate } = globalThis;
/** Unwinds a script that has ended itself, where others are still to run. */
const ENDED = Symbol('the script has ended itself');

/** The call of the caller of this, where it stands in one of these files. */
function calledFrom(places) {
  const [, , caller] = getCallSites(3);
  return places.has(caller?.scriptName) ? caller : undefined;
}

/** File → the token by which it says that it has reached its end, see packages/languages/src/node/last-words.ts. */
const endsOf = (told) =>
  new Map(
    told.map((each) => {
      const [token, ...file] = each.split(' ');
      return [file.join(' '), token];
    }),
  );

/**
 * Runs the scripts one after the other. `settle` is told of each what it came to: an error, or undefined.
 * `told` says where they may end themselves. `finish` ends the process; a last script that ends itself has no other
 * way.
 */
export async function runScripts(files, told, settle, finish, lenient, texts) {
  const ends = endsOf(told);
  const places = new Map(
    files.flatMap((file) => {
      const path = resolve('/work', file);
      return [path, pathToFileURL(path).href].map((place) => [place, ends.get(file)]);
    }),
  );
  const tokenOf = places.get.bind(places);
  let running;

  process.exit = (code = process.exitCode || running?.code, token = '') => {
    const caller = calledFrom(places);
    if (running === undefined || caller === undefined) exit(code);
    // To leave with 0 before the last check proves nothing.
    if (Number(code ?? 0) === 0 && tokenOf(caller.scriptName) !== token) exit(code);
    end(code);
    if (running.file === files.at(-1)) finish();
    throw ENDED;
  };
  console.assert = (holds, ...words) => {
    if (!holds && running !== undefined && calledFrom(places)) {
      running.unmet ??= new Unmet(words.length > 0 ? words.map(show).join(' ') : 'console.assert failed');
    }
    assertAloud(holds, ...words);
  };

  lockRuntime(texts);

  function end(code, error) {
    if (running.ended) return;
    running.ended = true;
    const bad = Number(code ?? 0) !== 0;
    settle(
      running.file,
      error ?? running.unmet ?? (bad ? new Unmet(`it ended with code ${code}`) : undefined),
    );
    running.next();
  }

  // A script that calls an asynchronous function of its own has not ended before that has.
  Object.defineProperty(globalThis, 'startedByScript', {
    set(value) {
      if (running === undefined || !isPromise(value)) return;
      const mine = running;
      const settled = () => {
        mine.waiting -= 1;
      };
      mine.waiting += 1;
      call(then, value, settled, (error) => {
        settled();
        if (error !== ENDED) end(undefined, error);
      });
    },
  });

  onUncaught((error) => {
    if (error !== ENDED) end(undefined, error);
  }, lenient);
  // Its own word counts, and not what became of it.
  Object.defineProperty(globalThis, wordOfScripts, {
    set(code) {
      if (running !== undefined) running.code = code;
    },
  });

  process.on('beforeExit', () => {
    if (running?.loaded && running.waiting === 0) setImmediate(() => end(process.exitCode || running?.code));
  });

  for (const file of files) {
    process.exitCode = undefined;
    await new Promise((next) => {
      running = { file, next, loaded: false, waiting: 0, ended: false, unmet: undefined };
      const mine = running;
      loadFile(file, true).then(
        () => {
          mine.loaded = true;
        },
        (error) => {
          if (error !== ENDED) end(undefined, error);
        },
      );
    });
  }
  running = undefined;
}
