package seedmill;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compiles every Java file of a job, without annotation processors: no code of the job runs.
 *
 * <p>Its arguments are the files of the suite; then it compiles the working directory once. Started with {@code serve}
 * it stays: requests on stdin, answers on stdout, one at a time (the protocol is the agent's). Exit code: 0, 1 – errors,
 * 2 – syntax errors.
 */
final class CompilerService {
  /** Deeply nested programs recurse deeply in the compiler. */
  private static final long STACK = 64 << 20;

  /** So often is a program compiled while there is no request yet: enough that most of the compiler is machine code. */
  private static final int REHEARSALS = 12;

  public static void main(String[] arguments) {
    boolean stays = arguments.length > 0 && arguments[0].equals("serve");
    Runnable work = stays ? CompilerService::serve : () -> compileFolder(new HashSet<>(List.of(arguments)));
    new Thread(null, work, "compiler", STACK).start();
  }

  private static void compileFolder(Set<String> suite) {
    try {
      Runtime.getRuntime().halt(compileHere(suite));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compileHere(Set<String> suite) throws IOException {
    var here = Path.of("").toAbsolutePath();
    var sources = new TreeMap<String, String>();
    try (var files = Files.walk(here)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String path = here.relativize(file).toString();
        if (path.endsWith(".java")) sources.put(path, Files.readString(file));
      }
    }
    var compiled = Compilation.of(sources, suite);
    System.err.print(compiled.diagnostics());
    System.err.flush();
    if (compiled.program() != null) {
      var target = here.resolve(Program.FILE);
      Files.createDirectories(target.getParent());
      Files.write(target, compiled.program());
    }
    return compiled.exitCode();
  }

  private static void serve() {
    try {
      for (int i = 0; i < REHEARSALS && System.in.available() == 0; i++) Compilation.of(Rehearsal.SOURCES, Set.of());
      var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
      while (true) answerNext(in);
    } catch (EOFException gone) {
      // Nobody asks any more.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answerNext(DataInputStream in) throws IOException {
    var request = in.readNBytes(in.readInt());
    long before = processorMicroseconds();
    var compiled = compile(new DataInputStream(new ByteArrayInputStream(request)));
    byte[] answer = answer(compiled, processorMicroseconds() - before);
    System.out.write(answer, 0, answer.length);
    System.out.flush();
  }

  private static Compilation.Result compile(DataInputStream request) throws IOException {
    var command = new HashSet<String>();
    for (int words = request.readInt(); words > 0; words--) command.add(readText(request));
    var sources = new TreeMap<String, String>();
    for (int files = request.readInt(); files > 0; files--) {
      String path = readText(request);
      String content = readText(request);
      if (path.endsWith(".java")) sources.put(path, content);
    }
    return Compilation.of(sources, command);
  }

  private static byte[] answer(Compilation.Result compiled, long microseconds) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(compiled.exitCode());
    writeBytes(out, compiled.diagnostics().getBytes(StandardCharsets.UTF_8));
    out.writeLong(microseconds);
    out.writeInt(compiled.program() == null ? 0 : 1);
    if (compiled.program() != null) {
      writeBytes(out, Program.FILE.getBytes(StandardCharsets.UTF_8));
      writeBytes(out, compiled.program());
    }
    var framed = new ByteArrayOutputStream();
    writeBytes(new DataOutputStream(framed), bytes.toByteArray());
    return framed.toByteArray();
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Of all threads: the compiler's machine code is made in others. */
  private static long processorMicroseconds() throws IOException {
    long nanoseconds = 0;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          nanoseconds += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        } catch (IOException ended) {
          // Compiler threads of the virtual machine come and go.
        }
      }
    }
    return nanoseconds / 1000;
  }
}
