<?php

declare(strict_types=1);

namespace Seedmill;

use ParseError;

/** What PHP itself finds wrong with the files of a solution: before they run, or when it compiles them. */
final class Check
{
    /** How the process ends instead of running on: with this code, and a line on stderr that says why. */
    public const REFUSED = 65;

    private const INHERITS = '/must be compatible|abstract method|interface method|cannot (extend|implement)/i';

    use Once;

    /** @param list<string> $files */
    public static function parse(array $files): void
    {
        self::once(array_map(realpath(...), $files));
        foreach ($files as $file) {
            try {
                token_get_all(file_get_contents($file), TOKEN_PARSE);
            } catch (ParseError $error) {
                fwrite(STDERR, "Parse error: {$error->getMessage()} in $file on line {$error->getLine()}\n");
                self::refuse('syntax');
            }
        }
    }

    public static function isOfSolution(string $file): bool
    {
        return in_array($file, self::once() ?? [], true);
    }

    /** @param array{type: int, message: string, file: string} $error that ended the process */
    public static function refuseIfMistaken(array $error): void
    {
        ['file' => $file, 'message' => $message] = $error;
        // A name that another file has taken is no mistake of this one.
        $elsewhere = '~previously declared in (?!' . preg_quote($file, '~') . ':)~';
        if (!self::isOfSolution($file) || preg_match($elsewhere, $message) === 1) {
            return;
        }
        if (preg_match(self::INHERITS, $message) === 1) {
            self::refuse('type');
        }
        if ($error['type'] === E_COMPILE_ERROR) {
            self::refuse(stripos($message, 'type') === false ? 'lint' : 'type');
        }
    }

    private static function refuse(string $why): never
    {
        fwrite(STDERR, "refused: $why\n");
        exit(self::REFUSED);
    }
}
