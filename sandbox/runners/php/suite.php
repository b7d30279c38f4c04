<?php

declare(strict_types=1);

namespace Seedmill;

use PHPUnit\Event;
use PHPUnit\Framework\InThisProcess;
use PHPUnit\Framework\IsolatedTestRunnerRegistry;
use PHPUnit\Framework\TestCase;
use PHPUnit\Framework\TestSuite;
use PHPUnit\TestRunner\TestResult\Facade as Result;
use PHPUnit\TextUI\CliArguments;
use PHPUnit\TextUI\Configuration\Registry;
use PHPUnit\TextUI\XmlConfiguration\DefaultConfiguration;
use ReflectionClass;
use Throwable;

/** What fails outside any test, by the name that the other runners have for it. */
const OUTSIDE = '<collection>';

/** Hooks of a class, and data providers: what can fail without a test that says so. */
final class Outside implements
    Event\Test\BeforeFirstTestMethodErroredSubscriber,
    Event\Test\AfterLastTestMethodErroredSubscriber,
    Event\Test\PhpunitErrorTriggeredSubscriber,
    Event\TestSuite\SkippedSubscriber
{
    public function notify(Event\Event $event): void
    {
        match (true) {
            $event instanceof Event\TestSuite\Skipped => Report::skipped($event->testSuite()->name(), 'group'),
            $event instanceof Event\Test\PhpunitErrorTriggered =>
                Report::failed($event->test()->id(), 'error', $event->message(), 'group'),
            default => $this->hookFailed($event->testClassName(), $event->throwable()),
        };
    }

    private function hookFailed(string $class, Event\Code\Throwable $thrown): void
    {
        $asserted = is_a($thrown->className(), \PHPUnit\Framework\AssertionFailedError::class, true);
        Report::failed($class, $asserted ? 'assertion' : 'error', $thrown->description(), 'group');
    }
}

/** Everything of PHPUnit that can be ready before a suite is there. */
function prepareFramework(): void
{
    Registry::init((new CliArguments\Builder())->fromParameters([]), DefaultConfiguration::create());
    Result::init();
    Event\Facade::instance()->registerSubscribers(new Outside());
    Event\Facade::instance()->seal();
    IsolatedTestRunnerRegistry::set(new InThisProcess());
    TestSuite::fromClassReflector(new ReflectionClass(Rehearsal::class))->run();
}

/**
 * Runs the PHPUnit tests of these files, reports them, and ends the process.
 *
 * @param list<string> $first loaded before them
 * @param list<string> $files
 */
function runSuite(array $first, array $files): never
{
    reportFatalErrors(OUTSIDE, 'file');
    handleErrors();
    pretendToBe('phpunit');
    foreach ([...$first, ...$files] as $file) {
        try {
            load($file);
        } catch (Throwable $thrown) {
            Report::failed($file, 'error', $thrown::class . ': ' . $thrown->getMessage(), 'file');
        }
    }
    $paths = array_map(realpath(...), $files);
    foreach (get_declared_classes() as $name) {
        $class = new ReflectionClass($name);
        if ($class->isSubclassOf(TestCase::class) && !$class->isAbstract() && in_array($class->getFileName(), $paths, true)) {
            TestSuite::fromClassReflector($class)->run();
        }
    }
    if (!isFrameworkWhole() || StandIns::areThere()) {
        Report::tampered();
    }
    Report::end();
    exit(Report::anyFailed() ? 1 : 0);
}
