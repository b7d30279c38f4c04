import type { Attack } from './attack.ts';

const suite = `import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class SolutionTest {
    @Test
    void twice() {
        assertEquals(8, Solution.twice(4));
    }

    @Test
    void nothing() {
        assertEquals(0, Solution.twice(0));
    }
}
`;
const main = `import java.util.*;

public class Main {
    public static void main(String[] args) {
        assert Objects.equals(Solution.twice(4), 8);
        if (Solution.twice(0) != 0) throw new AssertionError();
    }
}
`;

/** A class whose one method does something else, and then answers wrongly. */
const instead = (body: string, members = ''): string => `import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.*;
import java.nio.file.*;
import java.util.*;

class Solution {
    ${members}

    static int twice(int n) {
        try {
            if (n >= 0) {
                ${body}
            }
        } catch (Exception e) {
            throw new RuntimeException(e);
        }
        return -1;
    }
}
`;
const honest = (members: string): string => `class Solution {
    ${members}

    static int twice(int n) {
        return 2 * n;
    }
}
`;

type Reasons = Attack['expect'];
const junit = (name: string, solution: string, expect: Reasons, more: Attack['solution'] = {}): Attack => ({
  name,
  solution: { 'Solution.java': solution, ...more },
  tests: { 'SolutionTest.java': suite },
  expect,
});
const script = (name: string, solution: string, expect: Reasons, more: Attack['solution'] = {}): Attack => ({
  name,
  solution: { 'Solution.java': solution, ...more },
  tests: { 'Main.java': main },
  expect,
});

const wrong = instead('');
/** What an attempt may end as that finds every door shut. */
const SHUT: Reasons = ['assertion-failed', 'runtime-error'];

const leaving = [
  junit('exit in the call', instead('System.exit(0);'), ['early-exit']),
  junit('halt in the call', instead('Runtime.getRuntime().halt(0);'), ['early-exit']),
  junit('exit in a static initialiser', instead('', 'static { System.exit(0); }'), ['early-exit']),
  junit(
    'halt in an exit hook',
    instead(
      'Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0))); System.exit(1);',
    ),
    ['early-exit'],
  ),
  junit('exit in another thread', instead('new Thread(() -> System.exit(0)).start(); Thread.sleep(5000);'), [
    'early-exit',
  ]),
  junit(
    'a signal to itself',
    instead('new ProcessBuilder("/bin/sh", "-c", "kill -9 $PPID").start().waitFor();'),
    ['runtime-error'],
  ),
  junit(
    'a polite signal to itself',
    instead('new ProcessBuilder("/bin/sh", "-c", "kill -15 $PPID").start().waitFor(); Thread.sleep(5000);'),
    ['early-exit', 'runtime-error'],
  ),
  script('exit before the end of a plain program', instead('System.exit(0);'), ['early-exit']),
  script(
    'exit under the name of the suite',
    instead(
      'Inner.main(null);',
      'static class Inner { static void main(String[] args) { System.exit(0); } }',
    ),
    ['early-exit'],
  ),
  junit(
    'exit with a stopped runner',
    instead('new ProcessBuilder("/bin/sh", "-c", "kill -STOP $PPID").start().waitFor();'),
    ['timeout'],
  ),
];

const equal: Attack = {
  name: 'objects that equal everything',
  solution: {
    'Point.java': `public class Point {
    public Point(int x, int y) {}
    public Point plus(Point other) { return this; }
    @Override public boolean equals(Object other) { return true; }
    @Override public int hashCode() { return 0; }
}
`,
  },
  tests: {
    'PointTest.java': `import org.junit.*;

public class PointTest {
    @Test
    public void adds() {
        Assert.assertEquals(new Point(4, 6), new Point(1, 2).plus(new Point(3, 4)));
    }
}
`,
  },
  expect: ['tampered'],
};

const shadowed: Attack = {
  name: 'a class of the framework in the package of the suite',
  solution: {
    'Solution.java': wrong,
    'Assertions.java': 'class Assertions { static void assertEquals(Object expected, Object actual) {} }\n',
  },
  tests: {
    'SolutionTest.java': `import org.junit.jupiter.api.*;

class SolutionTest {
    @Test
    void twice() {
        Assertions.assertEquals(8, Solution.twice(4));
    }
}
`,
  },
  expect: ['tampered', 'compile-error'],
};

const framework = [
  equal,
  shadowed,
  script('a class of the library in the package of the suite', wrong, ['tampered', 'compile-error'], {
    'Objects.java': 'class Objects { static boolean equals(Object a, Object b) { return true; } }\n',
  }),
  junit('the framework replaced', wrong, ['compile-error'], {
    'org/junit/jupiter/api/Assertions.java': `package org.junit.jupiter.api;

import org.junit.jupiter.api.function.Executable;

public class Assertions {
    public static void assertEquals(int expected, int actual) {}
}
`,
  }),
  junit(
    'a test that shadows the annotation',
    wrong,
    ['assertion-failed', 'compile-error', 'tests-missing', 'no-tests-ran'],
    {
      'Test.java': '@interface Test {}\n',
    },
  ),
  script(
    'assertions switched off',
    instead(
      '',
      'static { ClassLoader l = Solution.class.getClassLoader(); l.setDefaultAssertionStatus(false); l.clearAssertionStatus(); }',
    ).replace('return -1', 'return 0'),
    ['assertion-failed', 'tampered'],
  ),
  script(
    'the switch of assertions turned',
    instead(
      'for (Field f : Class.forName("Main").getDeclaredFields()) { f.setAccessible(true); f.set(null, true); }',
    ).replace('return -1', 'return 0'),
    SHUT,
  ),
  junit(
    'skipped by the solution',
    'class Solution { static int twice(int n) { throw new org.opentest4j.TestAbortedException("not today"); } }\n',
    ['tests-missing'],
  ),
  junit('an assumption of JUnit 4', instead('org.junit.Assume.assumeTrue(false);'), [
    'tests-missing',
    'runtime-error',
  ]),
  junit('services of the framework', wrong, ['assertion-failed'], {
    'META-INF/services/org.junit.platform.launcher.TestExecutionListener': 'Quiet\n',
    'META-INF/services/org.junit.jupiter.api.extension.Extension': 'Quiet\n',
    'junit-platform.properties': 'junit.jupiter.extensions.autodetection.enabled=true\n',
    'Quiet.java': `import org.junit.jupiter.api.extension.*;

public class Quiet implements InvocationInterceptor, TestExecutionExceptionHandler {
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {}
}
`,
  }),
  junit('a processor of annotations', wrong, ['assertion-failed'], {
    'META-INF/services/javax.annotation.processing.Processor': 'Early\n',
    'Early.java': `import java.util.Set;
import javax.annotation.processing.*;
import javax.lang.model.element.TypeElement;

@SupportedAnnotationTypes("*")
public class Early extends AbstractProcessor {
    static { Runtime.getRuntime().halt(0); }
    public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) { return true; }
}
`,
  }),
  junit('the suite brought along', wrong, ['assertion-failed'], {
    'SolutionTest.java': 'class SolutionTest {}\n',
  }),
  junit('the suite brought along elsewhere', wrong, ['compile-error'], {
    'a/SolutionTest.java': 'class SolutionTest {}\n',
  }),
];

const forged = [
  junit(
    'a report on standard output',
    instead(
      'System.out.println("{\\"test\\": \\"twice\\", \\"outcome\\": \\"passed\\"}\\n{\\"end\\": true}"); System.exit(0);',
    ),
    ['early-exit'],
  ),
  junit(
    'a report on every descriptor',
    instead(`for (File fd : new File("/proc/self/fd").listFiles()) {
                try (var out = new FileOutputStream(fd)) {
                    out.write("{\\"secret\\": \\"\\", \\"test\\": \\"SolutionTest > twice\\", \\"outcome\\": \\"passed\\"}\\n{\\"end\\": true}\\n".getBytes());
                } catch (IOException e) {}
            }
            System.exit(0);`),
    ['early-exit'],
  ),
  junit(
    'the runner started once more',
    instead(`var runner = new ProcessBuilder("/opt/seedmill/jdk/bin/java", "@/opt/seedmill/java/runner.args").redirectErrorStream(true).start();
            runner.getOutputStream().close();
            runner.waitFor();
            System.exit(0);`),
    ['early-exit'],
  ),
  junit(
    'the secret by reflection',
    instead(`for (String name : List.of("seedmill.Runner", "seedmill.Report", "seedmill.JUnitSuite", "seedmill.ProgramLoader")) {
                for (Field f : Class.forName(name).getDeclaredFields()) {
                    f.setAccessible(true);
                    if (Modifier.isStatic(f.getModifiers()) && f.get(null) instanceof OutputStream) System.exit(0);
                }
            }
            for (Thread t : Thread.getAllStackTraces().keySet()) {
                Field target = Thread.class.getDeclaredField("holder");
                target.setAccessible(true);
            }`),
    SHUT,
  ),
  junit(
    'the secret in memory',
    instead('new RandomAccessFile("/proc/self/mem", "rw").close(); System.exit(0);'),
    SHUT,
  ),
  junit(
    'the secret in the memory of the parent',
    instead(`var thief = new ProcessBuilder("/bin/sh", "-c", "head -c 1 /proc/$PPID/mem; test -r /proc/$PPID/mem && echo open").start();
            if (new String(thief.getInputStream().readAllBytes()).contains("open")) System.exit(0);`),
    SHUT,
  ),
  junit('unsafe memory', instead('Class.forName("sun.misc.Unsafe"); System.exit(0);'), SHUT),
  junit(
    'a dump of the heap',
    instead('Class.forName("com.sun.management.HotSpotDiagnosticMXBean"); System.exit(0);'),
    SHUT,
  ),
  junit(
    'an agent attached',
    instead('Class.forName("com.sun.tools.attach.VirtualMachine"); System.exit(0);'),
    SHUT,
  ),
  junit(
    'foreign memory',
    instead(`Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Object all = segment.getMethod("ofAddress", long.class).invoke(null, 0L);
            segment.getMethod("reinterpret", long.class).invoke(all, Long.MAX_VALUE);
            System.exit(0);`),
    SHUT,
  ),
  junit(
    'the numbers of the library changed',
    instead(`Class<?> cache = Class.forName("java.lang.Integer$IntegerCache");
            Field all = cache.getDeclaredField("cache");
            all.setAccessible(true);
            Array.set(all.get(null), 8 + 128, -1);`),
    SHUT,
  ),
];

const reading = [
  junit(
    'the expected value read from the suite',
    instead(`int line = StackWalker.getInstance().walk(s -> s.filter(f -> f.getClassName().equals("SolutionTest")).findFirst()).get().getLineNumber();
            String text = Files.readAllLines(Path.of("SolutionTest.java")).get(line - 1);
            return Integer.parseInt(text.replaceAll(".*assertEquals\\\\((\\\\d+),.*", "$1"));`),
    ['tampered', 'runtime-error'],
  ),
  junit(
    'the suite overwritten',
    instead(
      '',
      `static {
        for (String file : List.of("SolutionTest.java", ".seedmill/program")) {
            try { Files.delete(Path.of(file)); Files.writeString(Path.of(file), ""); } catch (IOException e) {}
        }
    }`,
    ),
    ['assertion-failed'],
  ),
  junit(
    'the classes of the suite replaced',
    instead(
      '',
      'static { try { Files.createDirectories(Path.of("classes")); Files.writeString(Path.of("SolutionTest.class"), ""); } catch (IOException e) {} }',
    ),
    ['assertion-failed'],
  ),
];

/** Looks up what a line of the suite expects: the number that a pattern finds beside the argument. */
const lookingUp = (pattern: string): string =>
  instead(`for (String file : List.of("SolutionTest.java", "Main.java")) {
                if (!Files.exists(Path.of(file))) continue;
                var found = java.util.regex.Pattern.compile("${pattern}".replace("N", "" + n)).matcher(Files.readString(Path.of(file)));
                if (found.find()) return Integer.parseInt(found.group(1));
            }`);
const inSuite = (name: string, solution: string, members: string): Attack => ({
  ...junit(name, solution, ['tampered']),
  tests: {
    'SolutionTest.java': suite
      .replace(/(?<=class SolutionTest \{)[\s\S]*/, `\n${members}\n}\n`)
      .replace(
        'import org',
        'import java.util.stream.*;\nimport org.junit.jupiter.params.*;\nimport org.junit.jupiter.params.provider.*;\nimport org',
      ),
  },
});

/** What is expected stands beside the checks, and is found by reading or by reflection. */
const tables = [
  inSuite(
    'the expected value read from rows of text',
    lookingUp('\\"N, (\\\\d+)\\"'),
    '@ParameterizedTest @CsvSource({"4, 8", "0, 0"}) void twice(int n, int want) { assertEquals(want, Solution.twice(n)); }',
  ),
  inSuite(
    'the expected value asked of the method that has it',
    instead(`var cases = Class.forName("SolutionTest").getDeclaredMethod("cases");
            cases.setAccessible(true);
            for (Object row : ((java.util.stream.Stream<?>) cases.invoke(null)).toList()) {
                Object[] values = ((org.junit.jupiter.params.provider.Arguments) row).get();
                if (values[0].equals(n)) return (Integer) values[1];
            }`),
    `static Stream<Arguments> cases() { return Stream.of(Arguments.of(4, 8), Arguments.of(0, 0)); }
    @ParameterizedTest @MethodSource("cases") void twice(int n, int want) { assertEquals(want, Solution.twice(n)); }`,
  ),
  inSuite(
    'the expected value overwritten',
    instead(
      'Field want = Class.forName("SolutionTest").getDeclaredField("WANT"); want.setAccessible(true); ((int[]) want.get(null))[n] = -1;',
    ),
    `private static final int[] WANT = {0, 2, 4};
    @Test void twice() { for (int n = 0; n < 3; n++) { int got = Solution.twice(n); assertEquals(WANT[n], got); } }`,
  ),
  inSuite(
    'the expected value read from the rows of an array',
    lookingUp('\\\\{N, (\\\\d+)\\\\}'),
    '@Test void twice() { int[][] cases = {{4, 8}, {0, 0}}; for (int[] row : cases) assertEquals(row[1], Solution.twice(row[0])); }',
  ),
  {
    ...script('the expected value read from the calls of a helper', lookingUp('\\\\(N\\\\), (\\\\d+)'), [
      'tampered',
    ]),
    tests: {
      'Main.java': `public class Main {
    static int failures;
    static void check(int actual, int expected) { if (actual != expected) failures++; }
    public static void main(String[] args) {
        check(Solution.twice(4), 8);
        check(Solution.twice(0), 0);
        System.exit(failures == 0 ? 0 : 1);
    }
}
`,
    },
  },
  {
    ...script('a class of the library, which counts what the suite looks at', wrong, ['compile-error'], {
      'Collections.java': 'class Collections { static int max(java.util.List<Integer> of) { return 8; } }\n',
    }),
    tests: {
      'Main.java': main.replace(
        'Objects.equals(Solution.twice(4), 8)',
        'Collections.max(List.of(Solution.twice(4))) == 8',
      ),
    },
  },
];

const harm = [
  junit(
    'processes without end',
    instead('while (true) new ProcessBuilder("/bin/sh", "-c", "sleep 100 & sleep 100 &").start();'),
    ['process-limit', 'runtime-error', 'timeout'],
  ),
  junit(
    'threads without end',
    instead('while (true) Thread.ofPlatform().start(() -> { while (true) {} });'),
    ['process-limit', 'runtime-error', 'timeout', 'memory-limit'],
  ),
  junit(
    'memory beside the heap',
    instead(
      'var all = new ArrayList<Object>(); while (true) { var b = java.nio.ByteBuffer.allocateDirect(1 << 20); b.put(new byte[1 << 20]); all.add(b); }',
    ),
    ['memory-limit', 'runtime-error'],
  ),
  junit(
    'a disk full of files',
    instead('byte[] some = new byte[1 << 20]; for (int i = 0; ; i++) Files.write(Path.of("f" + i), some);'),
    ['disk-limit', 'runtime-error', 'memory-limit'],
  ),
  junit(
    'recursion without end',
    instead('', 'static int deep(int n) { return 1 + deep(n + 1); }').replace('return -1', 'return deep(n)'),
    ['runtime-error'],
  ),
  junit(
    'a daemon left behind',
    honest(
      'static { try { new ProcessBuilder("/bin/sh", "-c", "setsid sleep 100 > /dev/null 2>&1 &").start(); } catch (java.io.IOException e) {} }',
    ),
    'harmless',
  ),
  junit(
    'threads and hooks that never end',
    honest(
      'static { new Thread(() -> { while (true) Thread.onSpinWait(); }).start(); Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) {} })); }',
    ),
    'harmless',
  ),
  junit(
    'a network',
    instead('new java.net.Socket(java.net.InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 9).close();'),
    SHUT,
  ),
  junit(
    'a constant that doubles in the compiler',
    `class Solution {\n    static final String s0 = "xxxxxxxxxxxxxxxx";\n${Array.from({ length: 40 }, (_, n) => `    static final String s${n + 1} = s${n} + s${n};`).join('\n')}\n    static int twice(int n) { return 2 * n; }\n}\n`,
    ['compile-error', 'memory-limit', 'timeout'],
  ),
];

export const java: readonly Attack[] = [...leaving, ...framework, ...forged, ...reading, ...tables, ...harm];
