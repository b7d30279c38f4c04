<?php

declare(strict_types=1);

namespace Seedmill;

use AssertionError;
use Exception;
use Throwable;

/** What only the text of a script says to `leave`: a program that hands that function to its script cannot. */
enum Wish
{
    case Leave;
}

/** What the plan makes of `exit` in a script: so it is known that it was the script that ended, and where. */
function leave(Wish $wish, mixed $status = 0): never
{
    Script::leave($status, (new Exception())->getTrace());
}

/** A plain program, whose one test is to reach its own end. */
final class Script
{
    use Once;

    /** The one that this process runs. */
    public static function file(): string
    {
        return self::once()['file'];
    }

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
            $ends = Endings::of($file);
            [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            $child = pcntl_fork();
            if ($child === 0) {
                fclose($here);
                // With the lines where leaving with 0 means that it has reached its end.
                self::once(['file' => $file, 'ends' => $ends]);
                Report::turnTo($there, realpath($file));
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
        self::passed();
        exit(0);
    }

    /**
     * The script's own `exit`.
     *
     * @param list<array{file?: string, line?: int}> $trace
     */
    public static function leave(mixed $status, array $trace): never
    {
        echo is_string($status) ? $status : '';
        $code = is_string($status) ? 0 : (int) $status & 255;
        $own = array_filter($trace, fn ($frame) => ($frame['file'] ?? '') === realpath(self::file()));
        if ($code !== 0) {
            Report::failed(self::file(), 'assertion', "ended with exit code $code");
        } elseif (array_diff(array_column($own, 'line'), self::once()['ends']) === []) {
            // Of a program that comes by this function the report takes no such word.
            self::passed();
        }
        exit($code);
    }

    private static function passed(): void
    {
        StandIns::areThere() ? Report::tampered() : Report::passed(self::file());
    }

    public static function threw(Throwable $thrown): never
    {
        // A check that a script makes by itself throws from the script itself.
        $checks = $thrown instanceof Exception && $thrown->getFile() === realpath(self::file());
        $kind = $checks || $thrown instanceof AssertionError ? 'assertion' : 'error';
        Report::failed(self::file(), $kind, $thrown::class . ': ' . $thrown->getMessage());
        fwrite(STDERR, preg_replace('~^#\d+ /opt/.*\n~m', '', "PHP Fatal error:  Uncaught $thrown\n"));
        exit(255);
    }
}
