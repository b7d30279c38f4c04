<?php

/*
 * Runs one suite and reports every test on file descriptor 3.
 *
 *     php run.php [script]
 *
 * stdin: a secret; `framework` or `script`; how many files to check; these; how many to load first; these; and then the
 * files of the suite.
 * All that can be ready before is ready before stdin is read.
 */

declare(strict_types=1);

namespace Seedmill;

use Throwable;

const MAIN = __FILE__;

require __DIR__ . '/backtrace.php';
require __DIR__ . '/once.php';
require __DIR__ . '/report.php';
require __DIR__ . '/check.php';
require __DIR__ . '/stand-ins.php';
require __DIR__ . '/surroundings.php';
require __DIR__ . '/endings.php';
require __DIR__ . '/script.php';

// Whoever knows that it will be a script spares it PHPUnit.
if (($argv[1] ?? '') !== 'script') {
    require '/usr/share/php/PHPUnit/Autoload.php';
    require __DIR__ . '/comparators.php';
    require __DIR__ . '/phpunit.php';
    require __DIR__ . '/current-test.php';
    require __DIR__ . '/rehearsal.php';
    require __DIR__ . '/suite.php';
    prepareFramework();
}

/** Returns only in a process that is to run a script. */
function begin(): void
{
    $job = Report::open();
    $style = array_shift($job);
    Check::parse(array_splice($job, 0, (int) array_shift($job)));
    $first = array_splice($job, 0, (int) array_shift($job));
    $files = $job;
    StandIns::remember();
    autoload();
    $style === 'script' ? Script::start($first, $files) : runSuite($first, $files);
}

begin();
// Here, and not in a function: the variables of a script are global.
try {
    require Script::file();
    Script::reachedEnd();
} catch (Throwable $thrown) {
    Script::threw($thrown);
}
