<?php

declare(strict_types=1);

namespace Seedmill;

/** Keeps one value, the first. Reflection writes properties, but not the static variables of a function. */
trait Once
{
    private static function once(mixed $value = null): mixed
    {
        static $kept = null;

        return $kept ??= $value;
    }
}
