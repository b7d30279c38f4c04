import type { Language } from '@seedmill/contracts';
import { javaAlterations } from './java/alterations.ts';
import { diagnoseJava } from './java/diagnostics.ts';
import { scriptOf } from './java/script.ts';

/** What would configure the compiler or a framework, or pass for compiled code. */
const SETTINGS =
  /(^|\/)(module-info\.java|META-INF\/.*|junit-platform\.properties|\.seedmill\/.*|[^/]*\.(class|jar))$/;

const java21 = (args: string): string[] => ['/opt/seedmill/jdk/bin/java', `@/opt/seedmill/java/${args}.args`];

export const java: Language = {
  id: 'java',
  name: 'Java',
  grammar: 'java',
  extensions: ['.java'],
  definitions: `
    (program (class_declaration name: (identifier) @name) @class)
    (program (record_declaration name: (identifier) @name) @class)
    (program (enum_declaration name: (identifier) @name) @class)
    (class_body (method_declaration (modifiers "static") name: (identifier) @name) @function)
  `,
  layout: { solution: 'Solution.java', suite: 'SolutionTest.java', support: {} },
  suite: {
    files: /(^|\/)(Tests?([A-Z]\w*)?|\w*(Tests?|TestCase|IT|Spec))\.java$/,
    tests: `
      ((method_declaration (modifiers [(marker_annotation name: (_) @test) (annotation name: (_) @test)]))
        (#match? @test "^(org[.]junit[.].*)?(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)$"))
      ((class_declaration
        superclass: (superclass (_) @base)
        body: (class_body (method_declaration (modifiers) @how name: (identifier) @test)))
        (#match? @base "TestCase$") (#match? @test "^test") (#not-match? @how "@Test"))
    `,
    script: `
      ((method_declaration (modifiers) @how type: (void_type) name: (identifier) @main)
        (#match? @how "static") (#eq? @main "main"))
    `,
    alterations: javaAlterations,
  },
  linters: [],
  plan({ solution, tests }, suite) {
    const own = Object.entries(solution).filter(([path]) => !SETTINGS.test(path));
    const isScript = (path: string) => suite.style === 'script' && suite.files.includes(path);
    const theirs = Object.entries(tests)
      .filter(([path]) => !/(^|\/)module-info\.java$/.test(path))
      .map(([path, text]) => [path, isScript(path) ? scriptOf(text) : text] as const);
    return {
      files: Object.fromEntries([...own, ...theirs]),
      steps: [
        {
          phase: 'compile',
          command: [
            ...java21('compiler'),
            ...theirs.map(([path]) => path).filter((path) => path.endsWith('.java')),
          ],
          warm: 'compiler',
        },
        { phase: 'test', command: java21('runner'), warm: 'runner', args: [suite.style, ...suite.files] },
      ],
    };
  },
  diagnose: diagnoseJava,
  teaching: {
    fence: 'java',
    version: 'Java 21, standard library only (no preview features, no `sun.misc`)',
    interface:
      'Write package-private or public classes in the default package, with a Javadoc comment on every public member and the body `throw new UnsupportedOperationException("not implemented");`.',
    suite:
      'Use JUnit 5 (`import org.junit.jupiter.api.Test;`, `import static org.junit.jupiter.api.Assertions.*;`) in one class `SolutionTest` in the default package, next to the classes of `Solution.java`.',
    solution:
      'Write one file without a `package` line that declares exactly the types of the interface with the same signatures; at most one of them is public.',
  },
};
