package seedmill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/** Runs files as plain programs, each of which is one test: that its {@code main} comes to its end. */
final class Scripts {
  private final ProgramLoader loader;
  private final Report report;

  Scripts(ProgramLoader loader, Report report) {
    this.loader = loader;
    this.report = report;
  }

  void run(List<String> files) {
    try {
      for (String file : files) loader.watchExitsOf(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    loader.defineAll();
    for (String file : files) {
      try {
        Method main = mainOf(file);
        if (main != null) run(file, main);
      } catch (Throwable unloadable) {
        report.failed(file, null, unloadable);
      }
    }
  }

  private void run(String file, Method main) throws IllegalAccessException {
    var farewell = new Thread(farewell(Thread.currentThread(), file));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      main.invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      report.failed(file, null, e.getCause());
      return;
    } finally {
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
    report.passed(file);
  }

  /**
   * A suite may say by {@code System.exit} that it failed, and end its {@code main} so: then this runs, in a thread of
   * its own, while the main thread waits inside that call. Any other exit is none of the suite's.
   */
  private Runnable farewell(Thread thread, String file) {
    return () -> {
      Integer code = Exit.asked();
      if (code == null) return;
      if (code != 0) report.failed(file, null, new AssertionError("exit code " + code));
      else if (isAtItsEnd(thread.getStackTrace(), loader.classesOf(file))) report.passed(file);
      else return;
      report.end();
    };
  }

  /**
   * Whether we called main, and between it and the exit there are only methods of its file. Exits before the end were
   * made to say nothing when the suite was laid out.
   */
  private static boolean isAtItsEnd(StackTraceElement[] stack, List<String> suite) {
    int at = 0;
    while (at < stack.length && !stack[at].getClassName().equals(Exit.class.getName())) at++;
    do at++;
    while (at < stack.length && suite.contains(stack[at].getClassName()));
    if (at >= stack.length || !stack[at - 1].getMethodName().equals("main")) return false;
    while (at < stack.length && stack[at].getClassName().matches("(jdk[.]internal|java[.]lang)[.].*")) at++;
    return at < stack.length && stack[at].getClassName().equals(Scripts.class.getName());
  }

  private Method mainOf(String file) throws ClassNotFoundException {
    for (String name : loader.classesOf(file)) {
      for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
        boolean fits = Modifier.isStatic(method.getModifiers()) && method.getReturnType() == void.class;
        Class<?>[] parameters = method.getParameterTypes();
        if (!fits || !method.getName().equals("main") || parameters.length != 1) continue;
        if (parameters[0] != String[].class) continue;
        method.setAccessible(true);
        return method;
      }
    }
    return null;
  }
}
