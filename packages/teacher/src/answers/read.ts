import {
  difficulties,
  type Language,
  type ProblemDraft,
  type SourceFile,
  type SuiteDraft,
} from '@seedmill/contracts';
import { codeBlock, type Reading, section, wrong } from './markdown.ts';

const problemSections = ['Title', 'Topic', 'Difficulty', 'Concepts', 'Statement'] as const;
/** A statement shorter than this (in characters) cannot fix the behaviour of anything. */
const SHORTEST_STATEMENT = 200;

/** Reads a problem. The statement comes last, so its own headings do not end it. */
export function readProblem(answer: string): Reading<ProblemDraft> {
  const read: Record<string, string> = {};
  for (const name of problemSections) {
    const text = section(answer, name, name === 'Statement' ? [] : problemSections);
    if (text === undefined || text === '') return wrong(`the section "## ${name}" is missing or empty`);
    read[name] = text;
  }
  const { Title = '', Topic = '', Difficulty = '', Concepts = '', Statement = '' } = read;
  const difficulty = difficulties.find((level) => Difficulty.toLowerCase().startsWith(level));
  if (difficulty === undefined) return wrong('the difficulty is none of easy, medium, hard');
  if (Statement.length < SHORTEST_STATEMENT) return wrong('the statement is too short to fix the behaviour');
  return {
    ok: true,
    value: {
      title: oneLine(Title),
      topic: oneLine(Topic),
      difficulty,
      concepts: Concepts.split(/[,\n]/)
        .map((concept) => concept.replace(/^\s*[-*]\s*/, '').trim())
        .filter((concept) => concept !== ''),
      statement: Statement,
    },
  };
}

/** Reads an interface and its tests. */
export function readSuite(answer: string, language: Language): Reading<SuiteDraft> {
  const files: string[] = [];
  for (const name of ['Interface', 'Tests']) {
    const part = section(answer, name, ['Interface', 'Tests']);
    if (part === undefined) return wrong(`the section "## ${name}" is missing`);
    const code = codeBlock(part, language.teaching.fence);
    if (!code.ok) return wrong(`in the section "## ${name}" ${code.wrong}`);
    files.push(code.value);
  }
  const [declared = '', tests = ''] = files;
  return {
    ok: true,
    value: {
      interface: { file: language.layout.solution, code: declared },
      tests: { file: language.layout.suite, code: tests },
    },
  };
}

/** Reads a solution or a correction: the section "Solution" where there is one, else the whole answer. */
export function readSolution(answer: string, language: Language): Reading<SourceFile> {
  const part = section(answer, 'Solution', []) ?? answer;
  const code = codeBlock(part, language.teaching.fence);
  return code.ok ? { ok: true, value: { file: language.layout.solution, code: code.value } } : code;
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('**', '').trim();
