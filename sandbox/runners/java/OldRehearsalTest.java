package seedmill;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** Suites for JUnit 4. */
public class OldRehearsalTest {
  @Test
  public void holds() {
    assertEquals(2, 1 + 1);
  }

  @Test(expected = IllegalStateException.class)
  public void raises() {
    throw new IllegalStateException();
  }
}
