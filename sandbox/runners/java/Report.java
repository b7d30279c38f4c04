package seedmill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One JSON line per test. Every line carries the secret. */
final class Report {
  private static final int MESSAGE_LENGTH = 2000;

  private final OutputStream out;
  private final String opening;
  private boolean failed;

  Report(OutputStream out, String secret) {
    this.out = out;
    this.opening = "{\"secret\": " + quoted(secret);
  }

  void passed(String test) {
    write(", \"test\": " + quoted(test) + ", \"outcome\": \"passed\"");
  }

  void skipped(String test) {
    write(", \"test\": " + quoted(test) + ", \"outcome\": \"skipped\"");
  }

  /** A scope where it was not a test that failed but a file or a group; else null. */
  void failed(String test, String scope, Throwable thrown) {
    failed = true;
    boolean wrapped = thrown instanceof ExceptionInInitializerError && thrown.getCause() != null;
    Throwable cause = wrapped ? thrown.getCause() : thrown;
    String kind = cause instanceof AssertionError ? "assertion" : "error";
    write(
        (", \"test\": " + quoted(test) + ", \"outcome\": \"failed\", \"kind\": \"" + kind + "\"")
            + (scope == null ? "" : ", \"scope\": \"" + scope + "\"")
            + (", \"message\": " + quoted(messageOf(cause))));
  }

  void tampered() {
    failed = true;
    write(", \"tampered\": true");
  }

  /** The exit code. */
  int end() {
    write(", \"end\": true");
    return failed ? 1 : 0;
  }

  private synchronized void write(String fields) {
    try {
      out.write((opening + fields + "}\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is thrown may be of the job, and so may be what it says of itself. */
  private static String messageOf(Throwable cause) {
    String message;
    try {
      message = Objects.requireNonNull(cause.toString());
    } catch (Throwable worse) {
      message = cause.getClass().getName();
    }
    return message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
  }

  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') json.append('\\').append(c);
      else if (c < ' ' || c > '~') json.append("\\u").append(Integer.toHexString(c | 0x10000).substring(1));
      else json.append(c);
    }
    return json.append('"').toString();
  }
}
