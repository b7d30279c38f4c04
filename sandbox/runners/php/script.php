<?php

declare(strict_types=1);

namespace Seedmill;

use AssertionError;
use Exception;
use Throwable;

/** What the plan makes of `exit` in a script: so it is known that it was the script that ended. */
final class Leaving extends Exception
{
    public function __construct(public readonly mixed $status = 0)
    {
        parent::__construct();
    }
}

/** A plain program, whose one test is to reach its own end. */
final class Script
{
    /** The one that this process runs. */
    public static string $file;

    /**
     * Starts a process for each script, one after the other, and returns in each of them. The process that was
     * there first waits for them, reports how they ended, and does not return.
     *
     * @param list<string> $first loaded before each
     * @param list<string> $files
     */
    public static function start(array $first, array $files): void
    {
        foreach ($files as $file) {
            [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            $child = pcntl_fork();
            if ($child === 0) {
                fclose($here);
                self::$file = $file;
                Report::turnTo($there);
                reportFatalErrors($file, null);
                pretendToBe($file);
                array_map(load(...), $first);

                return;
            }
            fclose($there);
            pcntl_waitpid($child, $status);
            stream_set_blocking($here, false);
            if (pcntl_wifexited($status) && pcntl_wexitstatus($status) === Check::REFUSED) {
                exit(Check::REFUSED);
            }
            if (!self::reportEnd($file, $status, Report::passOn(stream_get_contents($here)))) {
                exit(1);
            }
        }
        Report::end();
        exit(Report::anyFailed() ? 1 : 0);
    }

    /** False where a script was ended by what is not its own code. */
    private static function reportEnd(string $file, int $status, bool $hasReported): bool
    {
        $code = pcntl_wexitstatus($status);
        if (pcntl_wifsignaled($status)) {
            Report::failed($file, 'error', 'ended by signal ' . pcntl_wtermsig($status));
        } elseif ($hasReported) {
            if ($code !== 0 && !Report::anyFailed()) {
                Report::failed($file, 'error', "ended with exit code $code");
            }
        } else {
            return false;
        }

        return true;
    }

    public static function reachedEnd(): never
    {
        Report::passed(self::$file);
        exit(0);
    }

    /** The script's own `exit`. A program that comes by one, in a function of the script, has not reached the end. */
    private static function left(Leaving $leaving): never
    {
        foreach ([$leaving->getFile(), ...array_column($leaving->getTrace(), 'file')] as $file) {
            if ($file !== MAIN && $file !== realpath(self::$file)) {
                exit(0);
            }
        }
        echo is_string($leaving->status) ? $leaving->status : '';
        $code = is_string($leaving->status) ? 0 : (int) $leaving->status & 255;
        if ($code === 0) {
            self::reachedEnd();
        }
        Report::failed(self::$file, 'assertion', "ended with exit code $code");
        exit($code);
    }

    public static function threw(Throwable $thrown): never
    {
        if ($thrown instanceof Leaving) {
            self::left($thrown);
        }
        // A check that a script makes by itself throws from the script itself.
        $checks = $thrown instanceof Exception && $thrown->getFile() === realpath(self::$file);
        $kind = $checks || $thrown instanceof AssertionError ? 'assertion' : 'error';
        Report::failed(self::$file, $kind, $thrown::class . ': ' . $thrown->getMessage());
        fwrite(STDERR, "PHP Fatal error:  Uncaught $thrown\n");
        exit(255);
    }
}
