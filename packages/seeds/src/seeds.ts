import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  AppError,
  contentId,
  type Language,
  type SeedReport,
  type Seeds,
  type SkipReason,
  type Snippet,
  type StaticAnalysis,
} from '@seedmill/contracts';
import { cut } from './cut.ts';
import { originOf } from './origin.ts';
import { readSource } from './read-source.ts';
import { spread } from './spread.ts';
import { type FoundFile, walk } from './walk.ts';

type Found = { snippet: Omit<Snippet, 'run' | 'repo' | 'commit'> } | { skipped: SkipReason };

/** Takes snippets from folders. */
export function createSeeds(languages: readonly Language[], analysis: StaticAnalysis): Seeds {
  async function* find(folder: string, wanted: readonly string[]): AsyncGenerator<Found> {
    const texts = new Set<string>();
    for await (const file of walk(folder)) {
      for await (const found of takeFile(folder, file, wanted)) {
        if ('snippet' in found) {
          const text = contentId('snippet', found.snippet.text);
          if (texts.has(text)) {
            yield { skipped: 'duplicate' };
            continue;
          }
          texts.add(text);
        }
        yield found;
      }
    }
  }

  async function* takeFile(
    folder: string,
    file: FoundFile,
    wanted: readonly string[],
  ): AsyncGenerator<Found> {
    const { path, licenceFile } = file;
    const language = languages.find(
      ({ id, extensions }) => wanted.includes(id) && extensions.includes(extname(path)),
    );
    if (language === undefined) {
      yield { skipped: 'other-language' };
      return;
    }
    if (isTest(path)) {
      yield { skipped: 'test' };
      return;
    }
    const source = await readSource(join(folder, path));
    if ('skipped' in source) {
      yield source;
      return;
    }
    const { definitions, broken } = await analysis.definitions(language.id, source.text);
    if (broken) {
      yield { skipped: 'syntax-errors' };
      return;
    }
    const { pieces, skipped } = cut({ name: basename(path), text: source.text }, definitions);
    for (const reason of skipped) yield { skipped: reason };
    for (const piece of pieces) {
      const id = contentId('snippet', language.id, piece.kind, path, piece.name, piece.text);
      yield { snippet: { id, language: language.id, path, licenceFile, ...piece } };
    }
  }

  return {
    async check(folder, wanted) {
      await mustBeFolder(folder);
      const skipped: SeedReport['skipped'] = {};
      for await (const found of find(folder, wanted)) {
        if ('snippet' in found) return;
        count(skipped, found.skipped);
      }
      throw nothingTaken(folder, wanted, skipped);
    },

    async snippets(run) {
      await mustBeFolder(run.source);
      const origin = await originOf(run.source);
      const snippets: Snippet[] = [];
      const skipped: SeedReport['skipped'] = {};
      for await (const found of find(run.source, run.seedLanguages)) {
        if ('snippet' in found) snippets.push({ ...found.snippet, ...origin, run: run.id });
        else count(skipped, found.skipped);
      }
      if (snippets.length === 0) throw nothingTaken(run.source, run.seedLanguages, skipped);
      return { snippets: spread(snippets, run.maxSnippets), skipped };
    },
  };
}

/** Tests and type declarations: they describe other code. */
const isTest = (path: string) =>
  /(^|\/)(tests?|__tests__|spec|testdata|fixtures)\//.test(path) ||
  /(^|\/)(test_[^/]*|[^/]*[._](test|spec|d))\.\w+$/.test(path);

function count(skipped: SeedReport['skipped'], reason: SkipReason): void {
  skipped[reason] = (skipped[reason] ?? 0) + 1;
}

async function mustBeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    throw new AppError(
      'SEEDS_NOT_FOUND',
      'fix-input',
      `There is no folder "${folder}".`,
      'Give the path of a folder with source code: npx seedmill run <folder>',
    );
  }
  if (!found.isDirectory()) {
    throw new AppError(
      'SEEDS_NOT_A_FOLDER',
      'fix-input',
      `"${folder}" is a file; a seed repository is a folder.`,
      `Give the folder that holds it: npx seedmill run ${join(folder, '..')}`,
    );
  }
}

function nothingTaken(
  folder: string,
  languages: readonly string[],
  skipped: SeedReport['skipped'],
): AppError {
  const seen = Object.entries(skipped).map(([reason, n]) => `${n} × ${reason}`);
  return new AppError(
    'SEEDS_EMPTY',
    'fix-input',
    `Nothing in "${folder}" can be taken as a snippet${seen.length === 0 ? ': the folder is empty' : ` (left out: ${seen.join(', ')})`}.`,
    `Give a folder with functions or classes in ${languages.join(', ')}, in UTF-8, or name other languages with --seed-languages.`,
  );
}
