// How the job's modules are found and read: without endings, CommonJS and ES modules as their text says, one
// asking for the other. TypeScript comes here as JavaScript already, under its own name.

import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import module, { createRequire, isBuiltin, registerHooks } from 'node:module';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { types } from 'node:util';
import vm from 'node:vm';

const { readFileSync, statSync } = fs;
const { compileFunction } = vm;
const ROOT = '/work';

const here = (name) => new URL(`module-${name}.mjs`, import.meta.url).href;
/** Packages that are not installed, and what stands for them. */
const standIns = new Map([
  ...['@jest/globals', 'vitest', 'bun:test', 'mocha'].map((name) => [name, here('jest')]),
  ...['chai', 'expect', 'tape', 'ava', 'uvu'].map((name) => [name, here(name)]),
  ['uvu/assert', here('uvu-assert')],
]);

const endings = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json'];
const code = /\.[cm]?[jt]s$/;

/** The suite's files that are run: nobody but this process can read what they expect. */
const taken = new Map();
// Bound, because whoever changes a map's methods is handed the map.
const textTaken = taken.get.bind(taken);
export const isTaken = taken.has.bind(taken);
export const textOf = (path) => textTaken(path) ?? readFileSync(path, 'utf8');
const isFile = (path) => isTaken(path) || (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);

/** Takes the text of these files, before any code of the job is loaded. With a key they are sealed. */
export function takeFiles(files, key) {
  for (const file of files) {
    const path = resolvePath(ROOT, file);
    const text = readFileSync(path, 'utf8');
    taken.set(path, key === undefined ? text : unseal(file, text, Buffer.from(key, 'hex')));
  }
}

/** See packages/languages/src/node/sealed.ts. */
function unseal(file, text, key) {
  const start = createHash('sha256').update(file).digest().subarray(0, 16);
  const open = createDecipheriv('aes-256-ctr', key, start);
  return Buffer.concat([open.update(text, 'base64'), open.final()]).toString('utf8');
}

/** The file that a path without an ending, with that of another language, or of a folder means. */
function find(path) {
  if (isFile(path)) return path;
  const candidates = [
    ...endings.map((ending) => path + ending),
    path.replace(/\.([cm]?)jsx?$/, '.$1ts'),
    ...endings.map((ending) => join(path, `index${ending}`)),
  ];
  return candidates.find(isFile);
}

/** Other names of modules, as the suite's configuration has them. */
let aliases = [];
export function takeAliases(told) {
  aliases = told.map((each) => JSON.parse(each));
}

/** The file that an alias leads to. */
function findByAlias(specifier) {
  for (const { from, to } of aliases) {
    const [start, end] = from.split('*');
    const fits =
      end === undefined ? specifier === from : specifier.startsWith(start) && specifier.endsWith(end);
    if (!fits) continue;
    const rest = specifier.slice(start.length, specifier.length - (end ?? '').length);
    const path = find(
      join(
        ROOT,
        to.replace('*', () => rest),
      ),
    );
    if (path !== undefined) return path;
  }
}

/** The file of the job that a module asks for from a folder; undefined for whatever is none. */
export function placeOf(specifier, from) {
  if (!/^(\.{0,2}\/|\.{1,2}$|file:)/.test(specifier))
    return isBuiltin(specifier) ? undefined : findByAlias(specifier);
  const wanted = specifier.startsWith('file:') ? fileURLToPath(specifier) : resolvePath(from, specifier);
  return wanted.startsWith(`${ROOT}/`) ? find(wanted) : undefined;
}

/** Says what a suite wants instead of a module: the place of its source, and that. */
let mocks = { urlOf: () => undefined, sourceOf: () => undefined };
export function mockWith(given) {
  mocks = given;
}

/** The words that CommonJS gives its modules. */
const givenNames = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Whether a text is an ES module: something in it that only those have. */
function isModule(path, source) {
  if (/\.m[jt]s$/.test(path)) return true;
  if (/\.c[jt]s$/.test(path)) return false;
  if (!/\b(import|export|await)\b/.test(source)) return false;
  try {
    compileFunction(source.replace(/^#!.*/, ''), givenNames);
    return false;
  } catch (error) {
    return error instanceof SyntaxError && /import|export|await|'import\.meta'/.test(error.message);
  }
}

const declares = (source, name) =>
  new RegExp(`\\b(const|let|var|function|import)\\s+(\\{[^}]*)?\\b${name}\\b`).test(source);
const uses = (source, name) => new RegExp(`\\b${name}\\b`).test(source) && !declares(source, name);

/** What an ES module uses of CommonJS, it is given: in front of its first line, so that no line moves. */
function withRequire(source) {
  const wanted = [
    ['require', `process.getBuiltinModule('module').createRequire(import.meta.url)`],
    ['__filename', 'import.meta.filename'],
    ['__dirname', 'import.meta.dirname'],
    ['module', '{ exports: {}, filename: import.meta.filename }'],
  ].filter(([name]) => uses(source, name));
  const lines = wanted.map(([name, value]) => `const ${name} = ${value};`);
  return lines.join(' ') + source.replace(/^#!.*/, '');
}

const require = createRequire(`${ROOT}/`);
const loadModule = module._load.bind(module);
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const reserved =
  /^(default|arguments|await|break|case|catch|class|const|continue|debugger|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** An ES module that exports what a CommonJS one does. */
const asModule = (path) =>
  exporting(
    require(path),
    `process.getBuiltinModule('module').createRequire(import.meta.url)(${JSON.stringify(path)})`,
  );

/** An ES module that exports what an expression gives, each of its properties by name. */
export function exporting(exported, expression) {
  const names =
    exported !== null && (typeof exported === 'object' || typeof exported === 'function')
      ? Object.keys(exported).filter((name) => identifier.test(name) && !reserved.test(name))
      : [];
  const lines = [
    `const it = ${expression};`,
    `export default it?.__esModule ? it.default : it;`,
    ...names.map((name, at) => `const name${at} = it.${name}; export { name${at} as ${name} };`),
  ];
  return lines.join('\n');
}

/** Where a script's word on its exit code is kept, which programs may not guess. */
export const wordOfScripts = `said${randomBytes(16).toString('hex')}`;

/** Scripts, whose calls at the top are waited for. */
const scripts = new Set();
const topCall =
  /^(?!(?:if|for|while|switch|catch|with|return|super|function|await)\b)(?=[A-Za-z_$][\w$.]*\(|\(async\b)(?!.*\)\s*\{\s*$(?<!=>\s*\{\s*))/gm;

/**
 * What a script calls at its top without waiting, it hands to the runner, which waits. No line moves. A script is
 * what was started, whichever way it asks.
 */
const withPromises = (path, source) =>
  scripts.has(path)
    ? source
        .replace(topCall, 'globalThis.startedByScript = ')
        .replace(/\bprocess\.exitCode\s*=(?!=)/g, `$& globalThis.${wordOfScripts} =`)
        .replace(/\bimport\.meta\.main\b/g, 'true')
    : source;

/** Runs a file of the suite; resolved when its last line was reached. */
export async function loadFile(file, isScript = false) {
  const path = resolvePath(ROOT, file);
  if (isScript) scripts.add(path);
  delete require.cache[path];
  process.argv = [process.execPath, path];
  if (isModule(path, textOf(path))) await import(pathToFileURL(path).href);
  else {
    const exported = loadModule(path, null, isScript);
    // A suite that mocks modules: see packages/languages/src/node/mocked-modules.ts.
    if (types.isPromise(exported)) await exported;
  }
}

function resolve(specifier, context, next) {
  const standIn = standIns.get(specifier);
  if (standIn !== undefined) return { url: standIn, format: 'module', shortCircuit: true };
  const from = context.parentURL?.startsWith('file:') ? dirname(fileURLToPath(context.parentURL)) : ROOT;
  const path = placeOf(specifier, from);
  const instead = mocks.urlOf(path ?? specifier);
  if (instead !== undefined) return { url: instead, format: 'commonjs', shortCircuit: true };
  if (path !== undefined) return { url: pathToFileURL(path).href, shortCircuit: true };
  return next(specifier, context);
}

function load(url, context, next) {
  const mocked = mocks.sourceOf(url, context.conditions.includes('import'));
  if (mocked !== undefined) return { ...mocked, shortCircuit: true };
  if (!url.startsWith(`file://${ROOT}/`)) return next(url, context);
  const path = fileURLToPath(url);
  const imported = context.conditions.includes('import');
  if (path.endsWith('.json') && imported && context.importAttributes?.type === undefined) {
    return { format: 'module', source: `export default ${readFileSync(path, 'utf8')}`, shortCircuit: true };
  }
  if (!code.test(path)) return next(url, context);
  const source = textOf(path);
  if (isModule(path, source))
    return { format: 'module', source: withRequire(withPromises(path, source)), shortCircuit: true };
  if (imported) return { format: 'module', source: asModule(path), shortCircuit: true };
  return { format: 'commonjs', source: withPromises(path, source), shortCircuit: true };
}

registerHooks({ resolve, load });
// Node would strip types once more.
for (const ending of ['.ts', '.cts', '.mts']) module._extensions[ending] = module._extensions['.js'];
