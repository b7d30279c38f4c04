import type {
  Alterable,
  AlterablePlace,
  Definition,
  Directives,
  Finding,
  Linter,
  LintResult,
  SourceFile,
} from '@seedmill/contracts';
import { workerData } from 'piscina';
import type { Node } from 'web-tree-sitter';
import { z } from 'zod';
import { linters } from '../linters/index.ts';
import { withTree } from './grammars.ts';

/** A tree-sitter query, or a global pattern. */
const pattern = z.union([z.string(), z.instanceof(RegExp)]);

/** The part of a language that parsing and linting need: plain data, so that it can cross to a thread. */
export const analysable = z.object({
  id: z.string(),
  grammar: z.string().nullable(),
  definitions: z.string(),
  tests: pattern,
  ownTests: pattern.optional(),
  script: pattern,
  alterations: z.array(pattern),
  linters: z.array(z.string()),
});
export type Analysable = z.infer<typeof analysable>;

type Place = Pick<AlterablePlace, 'start' | 'end'>;

const languages = new Map(
  z
    .array(analysable)
    .parse(workerData)
    .map((language) => [language.id, language]),
);

function languageOf(id: string): Analysable {
  const language = languages.get(id);
  if (language === undefined) throw new Error(`no language "${id}" in this worker`);
  return language;
}

/** The definitions at the top of a file, in the order of the text. */
async function readDefinitions(task: { language: string; text: string }): Promise<{
  definitions: Definition[];
  broken: boolean;
}> {
  const { grammar, definitions } = languageOf(task.language);
  if (grammar === null) return { definitions: [], broken: true };
  return withTree(grammar, task.text, (tree, query) => ({
    broken: tree.rootNode.hasError,
    definitions: query(definitions)
      .matches(tree.rootNode)
      .flatMap(({ captures }) => {
        const whole = captures.find(({ name }) => name !== 'name');
        const named = captures.find(({ name }) => name === 'name');
        if (whole === undefined || named === undefined) return [];
        return [
          {
            kind: whole.name === 'class' ? ('class' as const) : ('function' as const),
            name: named.node.text,
            text: whole.node.text,
            startLine: whole.node.startPosition.row + 1,
            endLine: whole.node.endPosition.row + 1,
          },
        ];
      })
      .sort((a, b) => a.startLine - b.startLine),
  }));
}

/** At most this many syntax errors are named; one mistake often breaks the rest of a file. */
const MOST_ERRORS = 10;

async function readSyntaxErrors({
  language,
  file,
}: {
  language: string;
  file: SourceFile;
}): Promise<Finding[]> {
  const {
    grammar,
    linters: [first],
  } = languageOf(language);
  const doubts = grammar === null ? [] : await doubtsOf(grammar, file);
  return doubts.length === 0 || first === undefined ? doubts : linterNamed(first).syntaxErrors(file);
}

function doubtsOf(grammar: string, { file, code }: SourceFile): Promise<Finding[]> {
  return withTree(grammar, code, (tree) => {
    const found: Finding[] = [];
    const visit = (node: Node): void => {
      if (found.length >= MOST_ERRORS || !node.hasError) return;
      if (node.isError || node.isMissing) {
        const near = node.text.split('\n')[0]?.slice(0, 60) ?? '';
        found.push({
          file,
          line: node.startPosition.row + 1,
          column: node.startPosition.column + 1,
          rule: 'syntax',
          message: node.isMissing ? `missing ${node.type}` : `unexpected "${near}"`,
        });
        return;
      }
      for (const child of node.children) visit(child);
    };
    visit(tree.rootNode);
    return found;
  });
}

/** Where a query captures, or a pattern matches, in the order of the text. */
async function matchesIn(grammar: string | null, text: string, find: string | RegExp): Promise<Place[]> {
  if (find instanceof RegExp) return placesOf(find, text);
  if (grammar === null) throw new Error('a language without a grammar needs patterns, not queries');
  return withTree(grammar, text, (tree, query) =>
    query(find)
      .matches(tree.rootNode)
      .flatMap(({ captures: [first, ...more] }) => {
        const { node } = more.find(({ name }) => name === 'it') ?? first ?? {};
        return node === undefined ? [] : [{ start: node.startIndex, end: node.endIndex }];
      }),
  );
}

/** The first group of each match, or the whole match where there is none. */
function placesOf(find: RegExp, text: string): Place[] {
  return [...text.matchAll(new RegExp(find.source, `${find.flags.replace(/[dg]/g, '')}dg`))].flatMap(
    ({ indices }) => {
      const place = indices?.[1] ?? indices?.[0];
      return place === undefined ? [] : [{ start: place[0], end: place[1] }];
    },
  );
}

async function countTests(task: {
  language: string;
  text: string;
}): Promise<{ tests: number; script: boolean }> {
  const { grammar, tests, ownTests, script } = languageOf(task.language);
  const own = ownTests !== undefined && (await matchesIn(grammar, task.text, ownTests)).length > 0;
  return {
    tests: own ? 0 : (await matchesIn(grammar, task.text, tests)).length,
    script: (await matchesIn(grammar, task.text, script)).length > 0,
  };
}

async function findAlterable(task: { language: string; text: string }): Promise<Alterable> {
  const { grammar, alterations, tests } = languageOf(task.language);
  const starts = (await matchesIn(grammar, task.text, tests)).map(({ start }) => start);
  const places: AlterablePlace[] = [];
  for (const [alteration, find] of alterations.entries()) {
    for (const { start, end } of await matchesIn(grammar, task.text, find)) {
      if (places.every((other) => end <= other.start || start >= other.end)) {
        places.push({ start, end, alteration });
      }
    }
  }
  return { places: places.sort((a, b) => a.start - b.start), tests: starts.sort((a, b) => a - b) };
}

function runLinters(task: { language: string; files: SourceFile[]; directives: Directives }): LintResult {
  const result: LintResult = { errors: [], warnings: [] };
  for (const id of languageOf(task.language).linters) {
    const { errors, warnings } = linterNamed(id).lint(task.files, task.directives);
    result.errors.push(...errors);
    result.warnings.push(...warnings);
  }
  return result;
}

function linterNamed(id: string): Linter {
  const linter = linters.get(id);
  if (linter === undefined) throw new Error(`no linter "${id}" is registered`);
  return linter;
}

/**
 * A task that throws has met a parser at its end: too deep a nesting, memory out of bounds. The thread is ended
 * after it has answered, because the parser's memory may be broken for whatever comes next.
 */
function lastIfItThrows<Task, Result>(work: (task: Task) => Result | Promise<Result>) {
  return async (task: Task): Promise<Result> => {
    try {
      return await work(task);
    } catch (error) {
      setImmediate(() => process.exit(1));
      throw error;
    }
  };
}

export const definitions = lastIfItThrows(readDefinitions);
export const syntaxErrors = lastIfItThrows(readSyntaxErrors);
export const declaredTests = lastIfItThrows(countTests);
export const alterable = lastIfItThrows(findAlterable);
export const lint = lastIfItThrows(runLinters);
