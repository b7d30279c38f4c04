import type { Files, Plan, Program, SuiteShape } from '@seedmill/contracts';
import { aliasesOf } from './aliases.ts';
import { lastWords } from './last-words.ts';
import { asCommonJs, mocksModules } from './mocked-modules.ts';
import { sealed } from './sealed.ts';
import { strict } from './strictness.ts';

/** Files that would configure Node, a compiler or a test framework, and packages that would shadow others. */
const CONFIGURES =
  /(^|\/)(package(-lock)?\.json|node_modules\/.*|node\.config\.json|tsconfig[^/]*\.json|\.(npm|mocha|babel|swc|nyc|taprc|env)[^/]*|(jest|vitest|vite|babel|mocha|ava|karma|jasmine)\.(config|setup|workspace)[^/]*)$/;
const CODE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const TYPESCRIPT = /(?<!\.d)\.[cm]?ts$/;
const NODE_TEST = /(\bfrom\s*|\brequire\(\s*|\bimport\(\s*)(["'`])node:test\2/;

/** Its own memory stays closed to the program: no inspector, no native code, no debugger by signal. */
const COMMAND = [
  'node',
  '--no-warnings',
  '--disable-sigusr1',
  '--unhandled-rejections=strict',
  '--permission',
  '--allow-fs-read=*',
  '--allow-fs-write=*',
  '--allow-child-process',
  '--allow-worker',
  '/opt/seedmill/node/run.mjs',
];

/** A module's path as an import without an ending names it. */
const stem = (path: string): string => path.replace(/\.[^./]+$/, '').replace(/\/index$/, '');

/** What counts of a solution: nothing that configures, and nothing that an import of the suite's own files could mean. */
function judged(solution: Files, tests: Files): Files {
  const taken = new Set(
    Object.keys(tests)
      .filter((path) => CODE.test(path))
      .map(stem),
  );
  return Object.fromEntries(
    Object.entries(solution).filter(([path]) => !CONFIGURES.test(path) && !taken.has(stem(path))),
  );
}

/** A package's file without the word on what kind of modules it has: the text of each module says so. */
function withoutType(text: string): string {
  return text.replace(/"type"\s*:\s*"(module|commonjs)"\s*,?/, '').replace(/,(\s*\})$/, '$1');
}

/** Lays a program out for Node. `toJavaScript` turns TypeScript into what Node runs. */
export function planForNode(
  { solution, tests }: Program,
  suite: SuiteShape,
  toJavaScript: (text: string) => string = (text) => text,
): Plan {
  const mocking = suite.style === 'framework' && mocksModules(tests);
  const toRun = new Set(suite.files);
  const laidOut = (path: string, text: string): string => {
    if (/(^|\/)package\.json$/.test(path)) return withoutType(text);
    if (!CODE.test(path)) return text;
    const plain = mocking ? asCommonJs(path, text, toRun.has(path)) : text;
    return TYPESCRIPT.test(path) ? toJavaScript(plain) : plain;
  };
  const files = Object.fromEntries(
    Object.entries({ ...judged(solution, tests), ...tests }).map(([path, text]): [string, string] => [
      path,
      laidOut(path, text),
    ]),
  );
  const aliases = aliasesOf(solution, tests).map((alias) => `alias ${JSON.stringify(alias)}`);
  const scripts = suite.style === 'script' ? suite.files : [];
  const ends = scripts.flatMap((path) => {
    const said = lastWords(path, files[path] ?? '');
    files[path] = said.text;
    return said.ends.length > 0 ? [`ends ${said.token} ${path}`] : [];
  });
  const program = Object.values(solution).join('\n');
  for (const path of suite.files) files[path] = strict(path, files[path] ?? '', program);
  const run = sealed(Object.fromEntries(suite.files.map((path) => [path, files[path] ?? ''])));
  const way = (path: string) =>
    NODE_TEST.test(tests[path] ?? '') ? 'node-test' : suite.style === 'script' ? 'script' : 'suite';
  return {
    files: { ...files, ...run.files },
    steps: [
      {
        phase: 'test',
        command: COMMAND,
        warm: 'runner',
        args: [`key ${run.key}`, ...aliases, ...ends, ...suite.files.map((path) => `${way(path)} ${path}`)],
      },
    ],
  };
}
