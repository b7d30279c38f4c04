package seedmill;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** One run of javac in memory: nothing of one program is left for the next, but the opened libraries. */
final class Compilation {
  /** Null where there were errors. */
  record Result(int exitCode, String diagnostics, byte[] program) {}

  private static final List<String> OPTIONS =
      List.of(
          ("-proc:none -implicit:none -Xmaxerrs 50 -Xlint:all,-serial,-processing,-classfile,-options,-auxiliaryclass"
                  // Concatenation by calls that the virtual machine links at run time starts slowly.
                  + " -XDstringConcat=inline")
              .split(" "));

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static StandardJavaFileManager libraries = openLibraries();

  private static StandardJavaFileManager openLibraries() {
    var opened = COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      opened.setLocation(StandardLocation.CLASS_PATH, List.of(new File(System.getProperty("seedmill.libraries"))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return opened;
  }

  /** What suites judge by. A class of such a name in the package of a suite would take its place. */
  private static final Set<String> JUDGES =
      Set.of(
          ("Assert Assertions Assumptions AssertionError Objects Arrays Collections Collectors Math System String Object"
                  + " Boolean Character Byte Short Integer Long Float Double Files CoreMatchers Matchers")
              .split(" "));

  /** The files of the suite may declare what they like. */
  static Result of(Map<String, String> sources, Set<String> suite) {
    try {
      return compile(sources, suite);
    } catch (Throwable broken) {
      // Memory or stack at an end, wherever that was.
      libraries = openLibraries();
      return new Result(1, "error: the compiler could not cope: " + broken + "\n", null);
    }
  }

  private static Result compile(Map<String, String> sources, Set<String> suite) throws IOException {
    if (sources.isEmpty()) return new Result(1, "error: there is no Java file\n", null);
    var units = new ArrayList<JavaFileObject>();
    sources.forEach((path, text) -> units.add(new Source(path, text)));
    var output = new Output(libraries);
    var found = new DiagnosticCollector<JavaFileObject>();
    var task = (JavacTask) COMPILER.getTask(null, output, found, OPTIONS, null, units);
    Iterable<? extends CompilationUnitTree> parsed = task.parse();
    if (hasErrors(found)) return new Result(2, textOf(found), null);
    for (CompilationUnitTree unit : parsed) {
      String file = unit.getSourceFile().getName();
      String judge = suite.contains(file) ? null : judgeIn(unit);
      if (judge == null) continue;
      return new Result(1, file + ":1: error: suites judge by the class " + judge + ": none may replace it\n", null);
    }
    task.analyze();
    if (!hasErrors(found)) task.generate();
    if (hasErrors(found)) return new Result(1, textOf(found), null);
    return new Result(0, textOf(found), output.program().toBytes());
  }

  private static String judgeIn(CompilationUnitTree unit) {
    for (Tree type : unit.getTypeDecls()) {
      if (!(type instanceof ClassTree named)) continue;
      String name = named.getSimpleName().toString();
      if (JUDGES.contains(name)) return name;
    }
    return null;
  }

  private static boolean hasErrors(DiagnosticCollector<JavaFileObject> found) {
    return found.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
  }

  /** As javac prints them, with the name that javac itself has for each: it says what kind of mistake it is. */
  private static String textOf(DiagnosticCollector<JavaFileObject> found) {
    var text = new StringBuilder();
    for (var each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.NOTE) continue;
      text.append(each.toString().replaceFirst("(?=\n|$)", " [" + each.getCode() + "]")).append('\n');
    }
    return text.toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final String text;
    private String publicName;

    Source(String path, String text) {
      super(URI.create("job:///").resolve(encoded(path)), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    private static String encoded(String path) {
      try {
        return new URI(null, null, "/" + path, null).getRawPath();
      } catch (java.net.URISyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public CharSequence getCharContent(boolean lenient) {
      return text;
    }

    /** Diagnostics name the file so. */
    @Override
    public String getName() {
      return path;
    }

    /** A file may have any name, whatever public class it holds; a second public class is still one too many. */
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      if (simpleName.endsWith("-info")) return super.isNameCompatible(simpleName, kind);
      if (publicName == null) publicName = simpleName;
      return publicName.equals(simpleName);
    }
  }

  private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private record Written(String source, String name, ByteArrayOutputStream code) {}

    private final List<Written> written = new ArrayList<>();

    Output(StandardJavaFileManager libraries) {
      super(libraries);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      var code = new ByteArrayOutputStream();
      written.add(new Written(sibling.getName(), name, code));
      return new SimpleJavaFileObject(URI.create("job:///" + name.hashCode() + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return code;
        }
      };
    }

    /** The opened libraries serve the next program too. */
    @Override
    public void close() {}

    Program program() {
      return new Program(
          written.stream().map(each -> new Program.Unit(each.source, each.name, each.code.toByteArray())).toList());
    }
  }
}
