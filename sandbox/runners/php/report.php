<?php

declare(strict_types=1);

namespace Seedmill;

use Exception;
use Generator;

/**
 * The report: one JSON line a record, on file descriptor 3, each with the secret that came first on stdin.
 *
 * Programs reach every object and static variable of this process by reflection, but not the locals of a running
 * generator: there the secret lies. A program that finds the generator can call it, so it looks who calls: whatever
 * could make a program pass is taken only from a call stack that holds nothing but runner and framework.
 */
final class Report
{
    private const MESSAGE_LENGTH = 2000;

    use Once;

    /**
     * Waits for stdin, and keeps its first line to itself.
     *
     * @return list<string> the other lines
     */
    public static function open(): array
    {
        return self::once(self::lines())->current();
    }

    public static function passed(string $test): void
    {
        self::send(['test' => $test, 'outcome' => 'passed']);
    }

    public static function skipped(string $test, ?string $scope = null): void
    {
        self::send(['test' => $test, 'outcome' => 'skipped'] + array_filter(['scope' => $scope]));
    }

    /** @param 'assertion'|'error' $kind */
    public static function failed(string $test, string $kind, string $message, ?string $scope = null): void
    {
        $short = mb_substr(mb_scrub($message, 'UTF-8'), 0, self::MESSAGE_LENGTH, 'UTF-8');
        $record = ['test' => $test, 'outcome' => 'failed', 'kind' => $kind, 'message' => $short];
        self::send($record + array_filter(['scope' => $scope]));
    }

    public static function tampered(): void
    {
        self::send(['tampered' => true]);
    }

    public static function end(): void
    {
        self::send(['end' => true]);
    }

    /**
     * Sends what this process reports from now on to another one, which knows the secret too.
     *
     * @param string $script that it runs, whose own code is as good as the runner's
     */
    public static function turnTo(mixed $stream, string $script): void
    {
        self::send(['stream' => $stream, 'script' => $script]);
    }

    /** Passes on the lines of a report that was turned to this process, and says whether there were any. */
    public static function passOn(string $lines): bool
    {
        return self::send(['lines' => $lines]);
    }

    /** Whether anything was reported that keeps the program from passing. */
    public static function anyFailed(): bool
    {
        return self::send([]);
    }

    private static function send(array $record): bool
    {
        // Until it is opened, nobody listens.
        return self::once()?->send($record) ?? false;
    }

    private static function lines(): Generator
    {
        $input = explode("\n", rtrim(stream_get_contents(STDIN), "\n"));
        $secret = array_shift($input);
        $opening = json_encode(['secret' => $secret]);
        // PHP cannot keep it from child processes, but they do not have the secret.
        $out = fopen('php://fd/3', 'w');
        $failed = false;
        $script = '';
        $record = yield $input;
        while (true) {
            $answer = $failed;
            if ($record !== [] && ($record['outcome'] ?? '') !== 'failed' && !self::calledByRunner($script)) {
                $record = ['tampered' => true];
            }
            if (isset($record['stream'])) {
                ['stream' => $out, 'script' => $script] = $record;
            } elseif (isset($record['lines'])) {
                $opens = rtrim($opening, '}');
                $lines = array_filter(explode("\n", $record['lines']), fn ($line) => str_starts_with($line, $opens));
                array_map(fn ($line) => fwrite($out, $line . "\n"), $lines);
                $failed = $failed || preg_match('/"outcome":"(failed|skipped)"|"tampered":/', implode($lines)) === 1;
                $answer = $lines !== [];
            } elseif ($record !== []) {
                fwrite($out, json_encode(['secret' => $secret] + $record, JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
                $failed = $failed || isset($record['tampered']) || ($record['outcome'] ?? 'passed') !== 'passed';
            }
            $record = yield $answer;
        }
    }

    /**
     * Whether all of the call stack, down to the runner's own main file, is code of runner and framework; or of the
     * script, where it leaves.
     */
    private static function calledByRunner(string $script): bool
    {
        // Without this method and the generator, which PHP itself calls.
        $trace = array_slice((new Exception())->getTrace(), 2);
        $leaves = false;
        foreach ($trace as $frame) {
            $leaves = $leaves || $frame['function'] === 'Seedmill\\leave';
            $file = $frame['file'] ?? '';
            if (!isTrusted($file) && !($leaves && $file === $script)) {
                return false;
            }
        }

        return end($trace)['file'] === MAIN;
    }
}

/** Whether this file belongs to the image, not to the job. */
function isTrusted(string $file): bool
{
    return preg_match('~^(/opt/seedmill/php|/usr/share/php)/[\w/-]+\.php$~D', $file) === 1;
}
