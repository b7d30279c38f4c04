package seedmill;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one suite in this process and reports every test on file descriptor 3.
 *
 * <p>On stdin: a secret that every line of the report carries, {@code framework} or {@code script}, and the paths of
 * the files to run. Everything that can be loaded before is loaded before: the process may wait for its stdin long.
 *
 * <p>What the code under test must not find (the secret, the report) is held by local variables and by objects that
 * nothing static leads to. Reflection reaches no other, and the image has no module that reads or changes memory.
 */
final class Runner {
  public static void main(String[] arguments) throws Exception {
    int exitCode = run();
    System.out.flush();
    System.err.flush();
    // Not by way of exit hooks: they belong to the job.
    Runtime.getRuntime().halt(exitCode);
  }

  private static int run() throws IOException, InterruptedException {
    var waiting = new AtomicBoolean(true);
    var rehearsal = new Thread(() -> JUnitSuite.rehearse(waiting::get), "rehearsal");
    // A process that is started for a job at hand has no time to rehearse.
    if (System.in.available() == 0) rehearsal.start();
    List<String> lines = new String(System.in.readAllBytes()).lines().toList();
    waiting.set(false);
    System.setIn(InputStream.nullInputStream());
    // The descriptor itself is not inherited: Java closes all but the first three in its children.
    var report = new Report(new FileOutputStream("/proc/self/fd/3"), lines.get(0));
    var loader = new ProgramLoader(readProgram());
    Thread.currentThread().setContextClassLoader(loader);

    var files = lines.subList(2, lines.size());
    if (lines.get(1).equals("script")) new Scripts(loader, report).run(files);
    else {
      rehearsal.join();
      new JUnitSuite(loader, report).run(files);
    }
    if (loader.wasTamperedWith()) report.tampered();
    return report.end();
  }

  private static Program readProgram() throws IOException {
    try (var file = Files.newInputStream(Path.of(Program.FILE))) {
      return Program.from(new BufferedInputStream(file));
    }
  }
}
