import {
  type Attempt,
  contentId,
  type Language,
  type Maker,
  type Problem,
  type Run,
  type Snippet,
  type StepLimits,
  type StepResult,
  type Suite,
  type TeacherCall,
  teacherSettings,
  type Verdict,
} from '@seedmill/contracts';

/** Records for tests: whole and valid, made one from another, with what matters to a test given by it. */

export function makeRun(given: Partial<Run> = {}): Run {
  return {
    id: contentId('run', given),
    source: '/seeds',
    seedLanguages: ['python'],
    languages: ['python'],
    samples: 1,
    maxSnippets: 100,
    teacher: teacherSettings.parse({ provider: 'recorded', recordings: 'none.jsonl' }),
    ...given,
  };
}

const maker = (run: Run, prompt: string): Maker => ({
  run: run.id,
  model: 'model-a',
  prompt,
  call: contentId('call', run.id, prompt),
});

export function makeSnippet(run: Run, given: Partial<Snippet> = {}): Snippet {
  return {
    id: contentId('snippet', run.id, given),
    run: run.id,
    language: 'python',
    kind: 'function',
    name: 'twice',
    text: 'def twice(n):\n    return 2 * n',
    repo: 'seeds',
    commit: null,
    path: 'twice.py',
    startLine: 1,
    endLine: 2,
    licenceFile: null,
    ...given,
  };
}

export function makeProblem(run: Run, snippet: Snippet, given: Partial<Problem> = {}): Problem {
  return {
    id: contentId('problem', snippet.id, given),
    snippetId: snippet.id,
    title: 'Twice',
    statement: 'Write twice(n), which returns 2n.',
    topic: 'arithmetic',
    difficulty: 'easy',
    concepts: ['multiplication'],
    madeBy: maker(run, 'problem@1'),
    ...given,
  };
}

export function makeSuite(run: Run, problem: Problem, given: Partial<Suite> = {}): Suite {
  return {
    id: contentId('suite', problem.id, given),
    problemId: problem.id,
    language: 'python',
    interface: { file: 'solution.py', code: 'def twice(n):\n    raise NotImplementedError\n' },
    tests: {
      file: 'test_solution.py',
      code: 'from solution import twice\n\ndef test_two():\n    assert twice(2) == 4\n',
    },
    check: { outcome: 'accepted', tests: ['test_two'], image: 'sha256:0' },
    madeBy: maker(run, 'suite@1'),
    ...given,
  };
}

export function makeAttempt(run: Run, suite: Suite, given: Partial<Attempt> = {}): Attempt {
  return {
    id: contentId('attempt', suite.id, given),
    problemId: suite.problemId,
    suiteId: suite.id,
    language: suite.language,
    sample: 0,
    try: 0,
    corrects: null,
    solution: { file: 'solution.py', code: 'def twice(n):\n    return 2 * n\n' },
    madeBy: maker(run, given.try === 1 ? 'correct@1' : 'solution@1'),
    ...given,
  };
}

const verdictParts = (run: Run, attempt: Attempt) => ({
  attemptId: attempt.id,
  run: run.id,
  cases: [],
  warnings: [],
  output: null,
  image: 'sha256:0',
  ms: 12,
});

export const makePassed = (run: Run, attempt: Attempt): Verdict => ({
  outcome: 'passed',
  tests: { declared: 1, passed: 1, failed: 0, skipped: 0 },
  ...verdictParts(run, attempt),
});

export const makeFailed = (run: Run, attempt: Attempt): Verdict => ({
  outcome: 'failed',
  phase: 'test',
  reason: 'assertion-failed',
  tests: { declared: 1, passed: 0, failed: 1, skipped: 0 },
  ...verdictParts(run, attempt),
});

export const makeInconclusive = (run: Run, attempt: Attempt): Verdict => ({
  outcome: 'inconclusive',
  cause: 'the container is gone',
  tests: { declared: 1, passed: 0, failed: 0, skipped: 0 },
  ...verdictParts(run, attempt),
});

export function makeCall(run: Run, given: Partial<TeacherCall> = {}): TeacherCall {
  return {
    id: contentId('call', run.id, given),
    run: run.id,
    stage: 'problem',
    record: 'snip-1',
    ask: 0,
    model: 'model-a',
    text: 'an answer',
    finishReason: 'stop',
    inputTokens: 10,
    outputTokens: 20,
    ms: 5,
    ...given,
  };
}

/** A step that ended by itself with 0 and printed nothing. */
export const makeStep = (given: Partial<StepResult> = {}): StepResult => ({
  name: 'test',
  exitCode: 0,
  signal: null,
  stopped: null,
  stdout: '',
  stderr: '',
  report: '',
  wallMs: 1,
  cpuMs: 1,
  peakMemoryBytes: 1,
  ...given,
});

/** A language in which a line that begins with `test` declares a test, and one that begins with `do` does something. */
export function makeLanguage(given: Partial<Language> = {}): Language {
  return {
    id: 'python',
    name: 'Python',
    grammar: 'python',
    extensions: ['.py'],
    definitions: '',
    layout: { solution: 'solution.py', suite: 'test_solution.py', support: {} },
    suite: { files: /^test_/, tests: /^test/gm, script: /^do/gm, alterations: [] },
    linters: ['ruff'],
    plan: ({ solution, tests }) => ({
      files: { ...solution, ...tests },
      steps: [{ phase: 'test', command: ['run', 'tests'] }],
    }),
    teaching: { fence: 'python', version: '', interface: '', suite: '', solution: '' },
    ...given,
  };
}

export const makeStepLimits = (given: Partial<StepLimits> = {}): StepLimits => ({
  wallMs: 1000,
  cpuMs: 1000,
  memoryBytes: 64 << 20,
  processes: 16,
  fileBytes: 1 << 20,
  outputBytes: 1 << 16,
  ...given,
});
