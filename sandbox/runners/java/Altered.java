package seedmill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a value that is never equal to the one it is given, nor within a test's tolerance of it, under the same
 * static type: the control of a suite puts {@code Altered.of(…)} around what is expected, and still compiles.
 */
public final class Altered {
  private Altered() {}

  /** What a plain suite calls where it would exit before its end: with 0 it goes without a word, and has not passed. */
  public static void leave(int code) {
    if (code != 0) Exit.exit(code);
    System.exit(0);
  }

  public static boolean of(boolean value) {
    return !value;
  }

  public static char of(char value) {
    return (char) (value ^ 1);
  }

  public static byte of(byte value) {
    return (byte) ~value;
  }

  public static short of(short value) {
    return (short) ~value;
  }

  public static int of(int value) {
    return ~value;
  }

  public static long of(long value) {
    return ~value;
  }

  public static float of(float value) {
    return value > 0 ? -1e9f - value : 1e9f;
  }

  public static double of(double value) {
    return value > 0 ? -1e9 - value : 1e9;
  }

  public static String of(String value) {
    return value + "\u2260";
  }

  @SuppressWarnings("unchecked")
  public static <T> T of(T value) {
    return (T) other(value);
  }

  /** False for whatever is a condition; a message beside it stays. */
  public static boolean no(boolean condition) {
    return false;
  }

  public static Boolean no(Boolean condition) {
    return false;
  }

  public static <T> T no(T message) {
    return message;
  }

  public static boolean yes(boolean condition) {
    return true;
  }

  public static Boolean yes(Boolean condition) {
    return true;
  }

  public static <T> T yes(T message) {
    return message;
  }

  private static Object other(Object value) {
    return switch (value) {
      case null -> new Object();
      case Boolean b -> of((boolean) b);
      case Character c -> of((char) c);
      case Byte b -> of((byte) b);
      case Short s -> of((short) s);
      case Integer i -> of((int) i);
      case Long l -> of((long) l);
      case Float f -> of((float) f);
      case Double d -> of((double) d);
      case String s -> of(s);
      case Class<?> c -> c == Override.class ? Deprecated.class : Override.class;
      case Optional<?> o -> o.isPresent() ? Optional.empty() : Optional.of(new Object());
      case Set<?> s -> with(new HashSet<>(s));
      case Collection<?> c -> with(new ArrayList<>(c));
      case Map<?, ?> m -> with(m);
      default -> value.getClass().isArray() ? longer(value) : null;
    };
  }

  private static <C extends Collection<Object>> C with(C copy) {
    copy.add(new Object());
    return copy;
  }

  private static Map<Object, Object> with(Map<?, ?> map) {
    var copy = new LinkedHashMap<Object, Object>(map);
    copy.put(new Object(), null);
    return copy;
  }

  private static Object longer(Object array) {
    int length = java.lang.reflect.Array.getLength(array);
    Object copy = java.lang.reflect.Array.newInstance(array.getClass().getComponentType(), length + 1);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }
}
