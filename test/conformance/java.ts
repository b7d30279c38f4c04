import type { Conformance, ConformanceCase } from './conformance.ts';

const clamp = `/** Keeps numbers within bounds. */
class Solution {
    static int clamp(int value, int low, int high) {
        if (low > high) throw new IllegalArgumentException("low > high");
        return Math.max(low, Math.min(high, value));
    }
}
`;
const wrong = clamp.replace('Math.max(low, Math.min(high, value))', 'Math.min(low, Math.max(high, value))');
const with_ = (body: string): string => `import java.util.*;

class Solution {
    static int clamp(int value, int low, int high) {
        ${body}
    }
}
`;

const suite = (members: string): string => `import static org.junit.jupiter.api.Assertions.*;

import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;

class SolutionTest {
${members}
}
`;
const tests = suite(`
    @Test
    void inside() {
        assertEquals(5, Solution.clamp(5, 0, 9));
    }

    @Test
    void outside() {
        assertEquals(0, Solution.clamp(-3, 0, 9));
        assertEquals(9, Solution.clamp(30, 0, 9), "above");
    }

    @Test
    void refuses() {
        var error = assertThrows(IllegalArgumentException.class, () -> Solution.clamp(1, 9, 0));
        assertEquals("low > high", error.getMessage());
    }
`);

type Expected = ConformanceCase['expect'];
const passed = (count: number): Expected => ({ outcome: 'passed', tests: count });
const failed = (reason: Extract<Expected, { outcome: 'failed' }>['reason']): Expected => ({
  outcome: 'failed',
  phase: 'test',
  reason,
});

const junit = (solution: string, suiteText: string, expect: Expected): ConformanceCase => ({
  solution: { 'Solution.java': solution },
  tests: { 'SolutionTest.java': suiteText },
  expect,
});
const script = (solution: string, main: string, expect: Expected): ConformanceCase => ({
  solution: { 'Solution.java': solution },
  tests: { 'Main.java': main },
  expect,
});

const junit4 = `import static org.junit.Assert.*;
import static org.hamcrest.CoreMatchers.*;

import org.junit.*;

public class SolutionTest {
    private int bound;

    @Before
    public void setUp() {
        bound = 9;
    }

    @Test
    public void inside() {
        assertEquals("inside", 5, Solution.clamp(5, 0, bound));
        assertThat(Solution.clamp(5, 0, bound), is(5));
    }

    @Test(expected = IllegalArgumentException.class)
    public void refuses() {
        Solution.clamp(1, bound, 0);
    }
}
`;
const junit3 = `import junit.framework.TestCase;

public class SolutionTest extends TestCase {
    public void testInside() {
        assertEquals(5, Solution.clamp(5, 0, 9));
    }

    public void testOutside() {
        assertTrue("above", Solution.clamp(30, 0, 9) == 9);
    }
}
`;
const wide = suite(`
    private List<Integer> bounds;

    @BeforeEach
    void setUp() {
        bounds = List.of(0, 9);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"5, 5", "-3, 0", "30, 9"})
    void clamps(int value, int expected) {
        assertEquals(expected, Solution.clamp(value, bounds.get(0), bounds.get(1)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void stays(int value) {
        assertTrue(Solution.clamp(value, 0, 9) >= 0, () -> "below");
    }

    static Stream<Integer> values() {
        return Stream.of(-1, 0);
    }

    @RepeatedTest(2)
    void again() {
        assertAll(() -> assertEquals(1, Solution.clamp(1, 0, 9)), () -> assertNotEquals(2, Solution.clamp(1, 0, 9)));
    }

    @TestFactory
    Stream<DynamicTest> made() {
        return IntStream.range(0, 2).mapToObj(n ->
            DynamicTest.dynamicTest("of " + n, () -> assertEquals(n, Solution.clamp(n, 0, 9))));
    }

    @Nested
    class Refusals {
        @Test
        @DisplayName("bounds the wrong way round")
        void bounds() {
            assertThrows(IllegalArgumentException.class, () -> Solution.clamp(1, 9, 0));
        }
    }
`);
const assertj = `import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

public class SolutionTest {
    @Test
    public void inside() {
        assertThat(Solution.clamp(5, 0, 9)).as("inside").isEqualTo(5);
    }

    @Test
    public void refuses() {
        assertThatThrownBy(() -> Solution.clamp(1, 9, 0)).isInstanceOf(IllegalArgumentException.class).hasMessage("low > high");
    }
}
`;

const main = (body: string): string => `import java.util.*;

public class Main {
    public static void main(String[] args) {
        ${body}
    }
}
`;
const asserts = main(`
        assert Solution.clamp(5, 0, 9) == 5;
        assert Solution.clamp(-3, 0, 9) == 0 : "below";
        System.out.println("All tests passed");`);
const throwing = main(`
        List<Boolean> correct = Arrays.asList(
            Solution.clamp(5, 0, 9) == 5,
            Solution.clamp(-3, 0, 9) == 0,
            !(Solution.clamp(30, 0, 9) == 30)
        );
        if (correct.contains(false)) {
            throw new AssertionError();
        }`);
const counting = `public class TestRunner {
    private static int failures = 0;

    static void check(String name, int expected, int actual) {
        if (expected == actual) System.out.println("ok " + name);
        else {
            System.out.println("FAILED " + name);
            failures++;
        }
    }

    public static void main(String[] args) {
        check("inside", 5, Solution.clamp(5, 0, 9));
        check("below", 0, Solution.clamp(-3, 0, 9));
        System.exit(failures == 0 ? 0 : 1);
    }
}
`;
const counted = (solution: string, expect: Expected): ConformanceCase => ({
  solution: { 'Solution.java': solution },
  tests: { 'TestRunner.java': counting },
  expect,
});

/** In packages and sub-folders, with support and data beside them, as Maven and Gradle lay them out. */
const laidOut = (solution: string, expect: Expected): ConformanceCase => ({
  solution: {
    'src/main/java/numbers/Bounds.java': `package numbers;\n\nrecord Bounds(int low, int high) {}\n`,
    'src/main/java/numbers/Solution.java': `package numbers;\n\n${solution.replace('class', 'public class').replace('static int', 'public static int')}`,
  },
  tests: {
    'src/test/java/numbers/SolutionTest.java': `package numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.*;
import java.nio.file.*;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import support.Values;

class SolutionTest {
    @Test
    void reads() throws IOException {
        var in = new Scanner(getClass().getResourceAsStream("/values.txt"));
        assertEquals(in.nextInt(), Solution.clamp(in.nextInt(), 0, 9));
        assertEquals("9 30", Files.readString(Path.of("src/test/resources/values.txt")).strip());
    }

    @Test
    void uses() {
        var bounds = new Bounds(0, 9);
        assertEquals(Values.FIVE, Solution.clamp(5, bounds.low(), bounds.high()));
    }
}
`,
    'src/test/java/numbers/more/MoreTests.java': `package numbers.more;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MoreTests {
    @org.junit.jupiter.api.Test
    void below() {
        assertEquals(0, numbers.Solution.clamp(-3, 0, 9));
    }
}
`,
    'src/test/java/support/Values.java': `package support;\n\npublic class Values {\n    public static final int FIVE = 5;\n}\n`,
    'src/test/resources/values.txt': '9 30\n',
  },
  expect,
});

const named = (solution: string, expect: Expected): ConformanceCase => ({
  solution: { 'solution.java': solution.replace('class', 'public class') },
  tests: { 'tests.java': tests },
  expect,
});

const early = `public class Main {
    static void bail() {
        System.exit(0);
    }

    public static void main(String[] args) throws Exception {
        Runnable none = () -> {
            if (args.length == 0) return;
            System.out.println(args[0]);
        };
        none.run();
        if (Solution.clamp(0, 0, 0) != 0) bail();
        if (Solution.clamp(5, 0, 9) != 5) {
            System.out.println("FAIL");
            return;
        }
        System.out.println("ok");
    }
}
`;

const ending = `public class Main {
    static int wrong;

    static void finish() {
        if (wrong == 0) {
            System.exit(0);
        } else {
            System.out.println(wrong + " wrong");
            System.exit(1);
        }
    }

    public static void main(String[] args) {
        if (Solution.clamp(5, 0, 9) != 5) wrong++;
        finish();
    }
}
`;

export const java: Conformance = {
  language: 'java',
  kinds: {
    passing: junit(clamp, tests, passed(3)),
    failing: junit(wrong, tests, failed('assertion-failed')),
    hanging: junit(with_('while (true) {}'), tests, failed('timeout')),
    crashing: junit(with_('throw new IllegalStateException("lost");'), tests, failed('runtime-error')),
    noTests: junit(clamp, suite(''), failed('no-tests-ran')),
    fewerTests: junit(with_('System.exit(0); return 0;'), tests, failed('early-exit')),
    skipped: junit(clamp, tests.replace('@Test', '@Disabled @Test'), failed('tests-missing')),
    syntaxError: junit(clamp.replace('high, value))', 'high, value)'), tests, {
      outcome: 'failed',
      phase: 'parse',
      reason: 'syntax-error',
    }),
    lintError: junit(with_('return Math.max(low, Math.min(hihg, value));'), tests, {
      outcome: 'failed',
      phase: 'lint',
      reason: 'lint-error',
    }),
    typeError: junit(with_('return "" + Math.max(low, Math.min(high, value));'), tests, {
      outcome: 'failed',
      phase: 'compile',
      reason: 'type-error',
    }),
    memory: junit(
      with_('List<long[]> all = new ArrayList<>(); while (true) all.add(new long[100_000]);'),
      tests,
      failed(['memory-limit', 'runtime-error']),
    ),
    output: junit(with_('while (true) System.out.println("more and more");'), tests, failed('output-limit')),
  },
  usages: {
    'all of JUnit 5, passing': junit(clamp, wide, passed(10)),
    'all of JUnit 5, failing': junit(wrong, wide, failed('assertion-failed')),
    'JUnit 4, passing': junit(clamp, junit4, passed(2)),
    'JUnit 4, failing': junit(wrong, junit4, failed('assertion-failed')),
    'JUnit 3, passing': junit(clamp, junit3, passed(2)),
    'JUnit 3, failing': junit(wrong, junit3, failed('assertion-failed')),
    'AssertJ, passing': junit(clamp, assertj, passed(2)),
    'AssertJ, failing': junit(wrong, assertj, failed('assertion-failed')),
    'a hook that fails': junit(
      clamp,
      tests.replace(
        '@Test',
        '@BeforeAll static void open() { throw new IllegalStateException(); }\n    @Test',
      ),
      failed('runtime-error'),
    ),
    'asserts in main, passing': script(clamp, asserts, passed(1)),
    'asserts in main, failing': script(wrong, asserts, failed('assertion-failed')),
    'a list of checks in main, passing': script(clamp, throwing, passed(1)),
    'a list of checks in main, failing': script(wrong, throwing, failed('assertion-failed')),
    'main that ends by exit, passing': counted(clamp, passed(1)),
    'main that ends by exit, failing': counted(wrong, failed('assertion-failed')),
    'main that leaves early, where it does not': script(clamp, early, passed(1)),
    'main that leaves early': script(wrong, early, failed('early-exit')),
    'main that ends by a method and a condition, passing': script(clamp, ending, passed(1)),
    'main that ends by a method and a condition, failing': script(wrong, ending, failed('assertion-failed')),
    'main that leaves early by a short name': script(
      wrong,
      early
        .replace('public', 'import static java.lang.System.exit;\n\npublic')
        .replace('return;\n        }\n        S', 'exit(0);\n        }\n        S'),
      failed('early-exit'),
    ),
    'main that ends by the runtime': script(
      clamp,
      ending.replaceAll('System.exit', 'Runtime.getRuntime().exit'),
      passed(1),
    ),
    'main that meets an error': script(
      with_('int[] none = {}; return none[value];'),
      asserts,
      failed('runtime-error'),
    ),
    'an exit in the solution': script(with_('System.exit(0); return 0;'), asserts, failed('early-exit')),
    'nothing but definitions': script(
      clamp,
      'public class Main {\n    static int one = 1;\n}\n',
      failed('no-tests-ran'),
    ),
    'packages, folders, support and data, passing': laidOut(clamp, passed(3)),
    'packages, folders, support and data, failing': laidOut(wrong, failed('assertion-failed')),
    'files named at will, passing': named(clamp, passed(3)),
    'files named at will, failing': named(wrong, failed('assertion-failed')),
    'tuples, as in MultiPL-E': {
      solution: {
        'Problem.java': `import java.util.*;
import org.javatuples.*;

class Problem {
    public static Pair<Long, Long> bounds(ArrayList<Long> values) {
        return Pair.with(Collections.min(values), Collections.max(values));
    }
}
`,
      },
      tests: {
        'Main.java': main(`
        assert(Problem.bounds((new ArrayList<Long>(Arrays.asList((long)3l, (long)1l)))).equals((org.javatuples.Pair.with(1l, 3l))));`),
      },
      expect: passed(1),
    },
    'settings of the solution are left out': {
      solution: {
        'Solution.java': clamp,
        'module-info.java': 'module solution {}\n',
        'junit-platform.properties': 'junit.jupiter.conditions.deactivate=*\n',
        'META-INF/services/org.junit.platform.engine.TestEngine': 'Solution\n',
      },
      tests: { 'SolutionTest.java': tests },
      expect: passed(3),
    },
    'nothing right is refused for its style': junit(
      with_('List raw = new ArrayList(); int unused = 0; return Math.max(low, Math.min(high, value));'),
      suite('@Test void inside() { assertEquals(5, Solution.clamp(5, 0, 9)); }'),
      passed(1),
    ),
  },
};
