import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Files, Program } from '@seedmill/contracts';

/** What people do by hand for one program, and how much better we want to be. */
export interface BenchJob {
  language: string;
  /** Its folder in `fixtures/<language>`. */
  name: string;
  /** The shell command with the conventional toolchain, typed in the folder of solution and tests. */
  bare: string;
  /** The least that the sandbox must be faster: than the toolchain by hand, and than `docker run` of it. */
  target: { bare?: number; dockerRun?: number };
}

interface BenchLanguage {
  id: string;
  /** A line that makes a solution another one that does the same. */
  vary: (n: number) => string;
  jobs: Omit<BenchJob, 'language'>[];
}

const jobs = (bare: string, target: number, script?: string): BenchLanguage['jobs'] => [
  { name: 'small', bare, target: { bare: target, ...(script === undefined ? {} : { dockerRun: 10 }) } },
  { name: 'medium', bare, target: { bare: target } },
  ...(script === undefined ? [] : [{ name: 'script', bare: script, target: { dockerRun: 10 } }]),
];

const hash = (n: number): string => `# ${n}`;
const slashes = (n: number): string => `// ${n}`;

const TSC =
  'node /opt/npm/node_modules/typescript/bin/tsc --strict --target es2024 --module nodenext --rewriteRelativeImportExtensions --typeRoots /opt/npm/node_modules/@types --types node --outDir out *.ts';
const JAVA = "javac -d out -cp '/usr/share/java/*' *.java";
const JUNIT =
  "java -cp 'out:/usr/share/java/*' org.junit.platform.console.ConsoleLauncher --scan-classpath out";

const benchLanguages: BenchLanguage[] = [
  { id: 'python', vary: hash, jobs: jobs('python3 -m pytest -q', 3, 'python3 test_solution.py') },
  { id: 'javascript', vary: slashes, jobs: jobs('node --test', 0.9, 'node roman.test.mjs') },
  { id: 'typescript', vary: slashes, jobs: jobs(`${TSC} && node --test out/*.test.js`, 4) },
  { id: 'bash', vary: hash, jobs: jobs('bats *.bats', 0.9, 'bash test_solution.sh') },
  { id: 'php', vary: slashes, jobs: jobs('php /usr/bin/phpunit *Test.php', 0.9) },
  { id: 'java', vary: slashes, jobs: jobs(`${JAVA} && ${JUNIT}`, 4) },
  { id: 'ruby', vary: hash, jobs: jobs('ruby test_*.rb', 1.5) },
  { id: 'perl', vary: hash, jobs: jobs('prove *.t', 0.9) },
  {
    id: 'c',
    vary: slashes,
    jobs: [
      { name: 'small', bare: 'gcc -o suite *.c && ./suite', target: { bare: 0.9 } },
      { name: 'medium', bare: 'gcc -o suite *.c -lcmocka && ./suite', target: { bare: 0.9 } },
    ],
  },
  { id: 'cpp', vary: slashes, jobs: jobs('g++ -std=c++20 -o suite *.cpp && ./suite', 4) },
  // A comment would not do: what the linker gets were the same, and Go would not link again.
  { id: 'go', vary: (n) => `func run${n}() int { return ${n} }`, jobs: jobs('go test ./...', 2) },
  {
    id: 'rust',
    vary: slashes,
    jobs: jobs('rustc --edition 2021 -A warnings --test -o suite *_test.rs && ./suite', 1.3),
  },
  { id: 'lua', vary: (n) => `-- ${n}`, jobs: jobs('lua5.4 test_*.lua', 0.9, 'lua5.4 test_roman.lua') },
];

/** The languages that have jobs. */
export const languageIds: readonly string[] = benchLanguages.map(({ id }) => id);

/** The jobs of these languages. */
export const jobsOf = (ids: readonly string[]): BenchJob[] =>
  benchLanguages.flatMap(({ id, jobs }) =>
    ids.includes(id) ? jobs.map((job) => ({ language: id, ...job })) : [],
  );

/** A job's program in as many versions as one asks for: no cache, ours or a compiler's, has seen it before. */
export function freshPrograms({ language, name }: BenchJob): () => Program {
  const folder = join(import.meta.dirname, 'fixtures', language, name);
  const solution = filesIn(join(folder, 'solution'));
  const tests = filesIn(join(folder, 'tests'));
  const paths = Object.keys(solution).filter((path) => !path.endsWith('.mod'));
  const code = paths.find((path) => !/\.h(pp)?$/.test(path)) ?? paths[0] ?? '';
  const vary = benchLanguages.find(({ id }) => id === language)?.vary ?? hash;
  let n = 0;
  return () => ({ solution: { ...solution, [code]: `${solution[code]}\n${vary(++n)}\n` }, tests });
}

function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}
