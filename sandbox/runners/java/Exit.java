package seedmill;

/** What a plain suite calls where it says {@code System.exit}: the virtual machine tells its hooks no exit code. */
public final class Exit {
  private static volatile Integer asked;

  private Exit() {}

  public static void exit(int code) {
    asked = code;
    System.exit(code);
  }

  /** Null where a suite has asked for none. */
  static Integer asked() {
    return asked;
  }
}
