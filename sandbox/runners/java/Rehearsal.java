package seedmill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small program with its suite, as most are: what comes ahead of the first job warms up on it. */
final class Rehearsal {
  static final Map<String, String> SOURCES =
      Map.of(
          "Solution.java",
          """
          import java.util.*;
          import java.util.function.*;
          import java.util.stream.*;

          class Solution {
            enum Kind { EVEN, ODD }
            record Entry(String word, int count) implements Comparable<Entry> {
              public int compareTo(Entry other) { return Integer.compare(other.count, count); }
            }
            private final Map<Integer, Long> known = new HashMap<>();

            long fibonacci(int n) {
              if (n < 0) throw new IllegalArgumentException("negative: " + n);
              if (n < 2) return n;
              if (!known.containsKey(n)) known.put(n, fibonacci(n - 1) + fibonacci(n - 2));
              return known.get(n);
            }
            Kind kindOf(int n) { return switch (n % 2) { case 0 -> Kind.EVEN; default -> Kind.ODD; }; }
            <T extends Comparable<T>> Optional<T> largest(Collection<? extends T> items) {
              T best = null;
              for (T item : items) if (best == null || item.compareTo(best) > 0) best = item;
              return Optional.ofNullable(best);
            }
            List<Entry> count(String text) {
              var counts = new TreeMap<String, Integer>();
              for (String word : text.toLowerCase().split("\\\\W+")) counts.merge(word, 1, Integer::sum);
              return counts.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).sorted()
                  .collect(Collectors.toList());
            }
            int[] sieve(int limit) {
              boolean[] composite = new boolean[limit + 1];
              for (int i = 2; (long) i * i <= limit; i++) {
                if (composite[i]) continue;
                for (int j = i * i; j <= limit; j += i) composite[j] = true;
              }
              return IntStream.rangeClosed(2, limit).filter(i -> !composite[i]).toArray();
            }
          }
          """,
          "SolutionTest.java",
          """
          import static org.junit.jupiter.api.Assertions.*;
          import java.util.*;
          import org.junit.jupiter.api.*;
          import org.junit.jupiter.params.ParameterizedTest;
          import org.junit.jupiter.params.provider.*;

          class SolutionTest {
            private Solution solution;
            @BeforeEach void setUp() { solution = new Solution(); }
            @Test @DisplayName("counts words") void counts() {
              assertEquals(new Solution.Entry("b", 2), solution.count("a b B").get(0));
              assertAll(() -> assertTrue(solution.largest(List.of(1, 2)).isPresent()));
            }
            @Test void refuses() {
              var e = assertThrows(IllegalArgumentException.class, () -> solution.fibonacci(-1));
              assertEquals("negative: -1", e.getMessage());
            }
            @ParameterizedTest @CsvSource({"1, 1", "10, 55"})
            void fibonacci(int n, long expected) { assertEquals(expected, solution.fibonacci(n)); }
            @ParameterizedTest @ValueSource(ints = {2, 3}) void some(int n) { assertTrue(solution.sieve(n).length > 0); }
            @Nested class Sieve {
              @Test void primes() { assertArrayEquals(new int[] {2, 3, 5, 7}, solution.sieve(10)); }
            }
          }
          """,
          "OldTest.java",
          """
          import static org.junit.Assert.*;
          import org.junit.*;

          public class OldTest {
            @Test public void small() { assertEquals(8L, new Solution().fibonacci(6)); }
            @Test(expected = IllegalArgumentException.class) public void negative() { new Solution().fibonacci(-1); }
          }
          """,
          "Main.java",
          """
          import java.util.*;

          public class Main {
            public static void main(String[] args) {
              Solution s = new Solution();
              List<Boolean> correct = Arrays.asList(s.fibonacci(7) == 13, Arrays.equals(s.sieve(3), new int[] {2, 3}));
              if (correct.contains(false)) throw new AssertionError();
              assert s.kindOf(2) == Solution.Kind.EVEN : "kind";
              System.out.println("done");
            }
          }
          """);

  /** Writes the sources to a folder. */
  public static void main(String[] arguments) throws IOException {
    for (var source : SOURCES.entrySet()) Files.writeString(Path.of(arguments[0], source.getKey()), source.getValue());
  }
}
