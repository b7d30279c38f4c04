package seedmill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Uses what most suites use of JUnit 5. */
public class RehearsalTest {
  private List<Integer> numbers;

  @BeforeEach
  void setUp() {
    numbers = List.of(1, 2, 3);
  }

  @Test
  @DisplayName("what holds")
  void holds() {
    assertEquals(3, numbers.size());
    assertEquals(List.of(1, 2, 3), numbers);
    assertArrayEquals(new int[] {1, 2}, new int[] {1, 2});
    assertTrue(numbers.stream().anyMatch(n -> n > 2));
    assertThrows(IndexOutOfBoundsException.class, () -> numbers.get(3));
  }

  @Test
  void fails() {
    assertEquals("right", "wrong");
  }

  @Nested
  class Inner {
    @Test
    void inner() {
      assertEquals(1.5, 3 / 2.0, 1e-9);
    }
  }
}
