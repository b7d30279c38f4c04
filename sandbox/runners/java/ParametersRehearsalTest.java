package seedmill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parametrised tests, which many suites have. */
public class ParametersRehearsalTest {
  @ParameterizedTest
  @CsvSource({"1, one", "2, two"})
  void pairs(int number, String word) {
    assertTrue(number < word.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void values(int number) {
    assertTrue(number > 0);
  }
}
