package seedmill;

import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.vintage.engine.VintageTestEngine;

/** Runs the tests of JUnit 3, 4 and 5 in files. Services and settings that a job brings along are not looked for. */
final class JUnitSuite {
  private final ProgramLoader loader;
  private final Report report;

  JUnitSuite(ProgramLoader loader, Report report) {
    this.loader = loader;
    this.report = report;
  }

  /** Runs suites of our own, so that what every suite needs is loaded; none any more once something is read. */
  static void rehearse(BooleanSupplier wanted) {
    for (var suite : List.of(RehearsalTest.class, ParametersRehearsalTest.class, OldRehearsalTest.class)) {
      if (!wanted.getAsBoolean()) return;
      var nobody = new Listener(new Report(OutputStream.nullOutputStream(), ""));
      launcher().execute(request(List.of(DiscoverySelectors.selectClass(suite))), nobody);
    }
  }

  void run(List<String> files) {
    loader.defineAll();
    var selectors = new ArrayList<DiscoverySelector>();
    for (String file : files) {
      for (String name : loader.classesOf(file)) {
        try {
          Class<?> found = Class.forName(name, false, loader);
          if (standsAlone(found)) selectors.add(DiscoverySelectors.selectClass(found));
        } catch (Throwable unloadable) {
          report.failed(file, "file", unloadable);
        }
      }
    }
    launcher().execute(request(selectors), new Listener(report));
  }

  /** JUnit comes to inner classes by way of the outer. */
  private static boolean standsAlone(Class<?> found) {
    if (found.isAnonymousClass() || found.isLocalClass()) return false;
    return found.getEnclosingClass() == null || Modifier.isStatic(found.getModifiers());
  }

  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine(), new VintageTestEngine())
            .build());
  }

  private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> selectors) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(selectors)
        .enableImplicitConfigurationParameters(false)
        .build();
  }

  private static final class Listener implements TestExecutionListener {
    private final Report report;
    private TestPlan plan;

    Listener(Report report) {
      this.report = report;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
      this.plan = plan;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      report.skipped(nameOf(test));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      var cause = result.getThrowable().orElseGet(() -> new AssertionError("failed"));
      switch (result.getStatus()) {
        case SUCCESSFUL -> {
          if (test.isTest()) report.passed(nameOf(test));
        }
        case ABORTED -> report.skipped(nameOf(test));
        case FAILED -> report.failed(nameOf(test), test.isTest() ? null : "group", cause);
      }
    }

    /** The names of all that it is part of, from the class on. */
    private String nameOf(TestIdentifier test) {
      Optional<String> parent = plan.getParent(test).filter(each -> each.getParentId().isPresent()).map(this::nameOf);
      return parent.map(outer -> outer + " > ").orElse("") + ownName(test);
    }

    /** Not always what is displayed: that may hold addresses, which are different every time. */
    private static String ownName(TestIdentifier test) {
      UniqueId.Segment last = test.getUniqueIdObject().getLastSegment();
      if (last.getType().endsWith("-invocation")) return "[" + last.getValue().replace("#", "") + "]";
      var source = test.getSource().orElse(null);
      if (last.getType().startsWith("dynamic-")) return test.getDisplayName();
      if (source instanceof MethodSource method) return method.getMethodName();
      if (source instanceof ClassSource named) return named.getClassName().replaceFirst(".*[.$]", "");
      return test.getDisplayName();
    }
  }
}
