package seedmill;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Defines the classes of a program, with their assertions on. All of them are in memory before the first runs, so
 * that none can replace another; nothing replaces a class of the frameworks.
 */
final class ProgramLoader extends ClassLoader {
  private static final List<String> FRAMEWORKS =
      List.of("org.junit.", "junit.", "org.hamcrest.", "org.assertj.", "org.opentest4j.", "org.apiguardian.", "seedmill.");

  /** Where builds keep the files that programs find on their class path. */
  private static final List<String> RESOURCES = List.of("", "src/test/resources", "src/main/resources", "src/test/java");

  private final Map<String, byte[]> code = new HashMap<>();
  private final Map<String, List<String>> classes = new HashMap<>();
  private volatile boolean tampered;

  ProgramLoader(Program program) {
    super("program", ProgramLoader.class.getClassLoader());
    super.setDefaultAssertionStatus(true);
    for (var unit : program.units()) {
      code.put(unit.name(), unit.code());
      classes.computeIfAbsent(unit.source(), source -> new ArrayList<>()).add(unit.name());
    }
  }

  /** The names of the classes of a source file. */
  List<String> classesOf(String source) {
    return classes.getOrDefault(source, List.of());
  }

  /** Lets {@code Exit} know when a class of this file ends the process. */
  void watchExitsOf(String source) throws IOException {
    for (String name : classesOf(source)) code.put(name, ClassFile.withExitsWatched(code.get(name)));
  }

  /** Defines every class: a program can make classes of its own as it runs, but not under a name that is taken. */
  void defineAll() {
    for (String name : code.keySet()) {
      try {
        loadClass(name);
      } catch (ClassNotFoundException | LinkageError broken) {
        // Whoever uses it will see.
      }
    }
  }

  boolean wasTamperedWith() {
    return tampered;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!code.containsKey(name) || FRAMEWORKS.stream().anyMatch(name::startsWith)) return super.loadClass(name, resolve);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = code.get(name);
    if (bytes == null) throw new ClassNotFoundException(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected URL findResource(String name) {
    for (String folder : RESOURCES) {
      Path file = Path.of(folder, name);
      if (!Files.exists(file)) continue;
      try {
        return file.toUri().toURL();
      } catch (MalformedURLException e) {
        return null;
      }
    }
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
  }

  // Assertions stay on.

  @Override
  public void setDefaultAssertionStatus(boolean enabled) {
    tampered |= !enabled;
  }

  @Override
  public void setPackageAssertionStatus(String name, boolean enabled) {
    tampered |= !enabled;
  }

  @Override
  public void setClassAssertionStatus(String name, boolean enabled) {
    tampered |= !enabled;
  }

  @Override
  public void clearAssertionStatus() {
    tampered = true;
  }
}
