<?php

declare(strict_types=1);

namespace Seedmill;

use AssertionError;
use ErrorException;
use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionClass;
use Throwable;

/** What the plan makes of `assert` in a suite; the program under test can turn PHP's own off. */
function check(mixed $assertion, Throwable|string|null $description = null): bool
{
    if (!$assertion) {
        $at = (new AssertionError())->getTrace()[0];
        $line = file($at['file'])[$at['line'] - 1] ?? '';
        throw $description instanceof Throwable
            ? $description
            : new AssertionError($description ?? str_replace('\\Seedmill\\check', 'assert', trim($line)));
    }

    return true;
}

/** Gives a script what it would find if PHP had been started with it. */
function pretendToBe(string $file): void
{
    $GLOBALS['argv'] = $_SERVER['argv'] = [$file];
    $GLOBALS['argc'] = $_SERVER['argc'] = 1;
    foreach (['PHP_SELF', 'SCRIPT_NAME', 'SCRIPT_FILENAME', 'PATH_TRANSLATED'] as $key) {
        $_SERVER[$key] = $file;
    }
}

/** An error that nothing can catch ends the process, but not without a word. */
function reportFatalErrors(string $test, ?string $scope): void
{
    register_shutdown_function(static function () use ($test, $scope): void {
        $last = error_get_last();
        $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
        if ($last !== null && ($last['type'] & $fatal) !== 0) {
            Check::refuseIfMistaken($last);
            Report::failed($test, 'error', $last['message'], $scope);
        }
    });
}

/** PHPUnit leaves errors to a handler that is there already; its own wants the objects on the call stack. */
function handleErrors(): void
{
    set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
        if ($level === E_USER_ERROR) {
            throw new ErrorException($message, 0, $level, $file, $line);
        }

        return false;
    });
}

/** Finds the classes of a job whose suite expects an autoloader, wherever its files are. */
function autoload(): void
{
    spl_autoload_register(static function (string $class): void {
        $name = preg_quote(substr(strrchr('\\' . $class, '\\'), 1));
        $folder = new RecursiveDirectoryIterator('/work', FilesystemIterator::SKIP_DOTS);
        $loaded = get_included_files();
        foreach (new RecursiveIteratorIterator($folder) as $path => $file) {
            if (
                $file->getExtension() === 'php' && !in_array($path, $loaded, true)
                && preg_match("/\\b(class|interface|trait|enum)\\s+$name\\b/i", file_get_contents($path)) === 1
            ) {
                require_once $path;
                if (class_exists($class, false) || interface_exists($class, false) || trait_exists($class, false)) {
                    return;
                }
            }
        }
    });
}

/** Whether every class under the framework's names is the framework's. */
function isFrameworkWhole(): bool
{
    foreach ([...get_declared_classes(), ...get_declared_interfaces(), ...get_declared_traits()] as $name) {
        if (preg_match('/^(PHPUnit|SebastianBergmann|DeepCopy|Seedmill)\\\\/i', $name) === 1) {
            $class = new ReflectionClass($name);
            // One without a name is called by what it extends.
            if (!$class->isAnonymous() && !isTrusted((string) $class->getFileName())) {
                return false;
            }
        }
    }

    return true;
}

/** In a scope of its own. */
function load(string $file): void
{
    require_once $file;
}
