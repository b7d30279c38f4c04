<?php

/*
 * In place of PHP's own functions of these names, which are disabled: they tell what is on the call stack, but neither
 * the arguments, among which is what a test expects, nor the objects, among which is the test.
 */

declare(strict_types=1);

function debug_backtrace(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): array
{
    $bare = fn (array $frame): array => array_diff_key($frame, ['args' => null]);

    return array_slice(array_map($bare, (new Exception())->getTrace()), 1, $limit ?: null);
}

function debug_print_backtrace(int $options = 0, int $limit = 0): void
{
    foreach (array_slice(debug_backtrace(), 0, $limit ?: null) as $at => $frame) {
        $place = isset($frame['file']) ? "{$frame['file']}({$frame['line']})" : '[internal function]';
        echo "#$at  $place: ", $frame['class'] ?? '', $frame['type'] ?? '', $frame['function'], "()\n";
    }
}
