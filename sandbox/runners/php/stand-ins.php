<?php

declare(strict_types=1);

namespace Seedmill;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionFunction;

/**
 * Functions and constants of a program that would stand in for PHP's own ones in a suite: a name without a namespace is
 * looked for in that of the suite first.
 */
final class StandIns
{
    use Once;

    /** Looks at the files of the suite while the program has not run: it can add to them later. */
    public static function remember(): void
    {
        $texts = [];
        $folder = new RecursiveDirectoryIterator('/work', FilesystemIterator::SKIP_DOTS);
        foreach (new RecursiveIteratorIterator($folder) as $path => $file) {
            if ($file->getExtension() === 'php' && !Check::isOfSolution($path)) {
                $texts[$path] = file_get_contents($path);
            }
        }
        self::once($texts);
    }

    public static function isOfSuite(string $file): bool
    {
        return isset(self::once()[$file]);
    }

    public static function areThere(): bool
    {
        $text = implode("\n", self::once() ?? []);
        preg_match_all('/^\s*(?:<\?php\s+)?namespace\s+([\w\\\\]+)/im', $text, $found);
        $namespaces = array_map(strtolower(...), $found[1]);
        $isHere = fn (string $name): bool => in_array(strtolower(self::namespaceOf($name)), $namespaces, true);
        $functions = get_defined_functions();
        $own = array_flip([...$functions['internal'], 'debug_backtrace', 'debug_print_backtrace']);
        foreach ($functions['user'] as $name) {
            if (isset($own[self::shortNameOf($name)]) && $isHere($name)) {
                if (!self::isOfSuite((string) (new ReflectionFunction($name))->getFileName())) {
                    return true;
                }
            }
        }
        foreach (array_keys(get_defined_constants(true)['user'] ?? []) as $name) {
            $short = self::shortNameOf($name);
            if ($isHere($name) && defined($short) && preg_match("/\\bconst\\s+$short\\b/", $text) !== 1) {
                return true;
            }
        }

        return false;
    }

    private static function namespaceOf(string $name): string
    {
        return substr($name, 0, (int) strrpos($name, '\\'));
    }

    private static function shortNameOf(string $name): string
    {
        return substr(strrchr('\\' . $name, '\\'), 1);
    }
}
