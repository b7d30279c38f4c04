<?php

declare(strict_types=1);

namespace PHPUnit\Framework;

use Seedmill\Report;
use Throwable;

/** In place of PHPUnit's own class of this name: runs one test and reports it. */
final class TestRunner
{
    public function run(?TestCase $test): void
    {
        // Out of the arguments: call stacks show those, and a program that holds its test can change it.
        [$case, $test] = [$test, null];
        Assert::resetCount();
        try {
            $case->runBare();
        } catch (Throwable) {
            // The status holds what it was.
        }
        $case->addToAssertionCount(Assert::getCount());
        $name = $case::class . '::' . $case->nameWithDataSet();
        $status = $case->status();
        match (true) {
            $status->isSuccess() => Report::passed($name),
            $status->isSkipped(), $status->isIncomplete() => Report::skipped($name),
            $status->isFailure() => Report::failed($name, 'assertion', $status->message()),
            default => Report::failed($name, 'error', $status->message()),
        };
        if ($case->hasUnexpectedOutput()) {
            echo $case->output();
        }
    }
}

/** Tests that ask for a process of their own stay in this one, whose word is trusted. */
final class InThisProcess implements IsolatedTestRunner
{
    public function run(TestCase $test, bool $runEntireClass, bool $preserveGlobalState): void
    {
        [$case, $test] = [$test, null];
        (new TestRunner())->run($case);
    }
}
