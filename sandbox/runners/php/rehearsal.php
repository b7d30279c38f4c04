<?php

declare(strict_types=1);

namespace Seedmill;

use InvalidArgumentException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Runs before there is a suite, and brings in what PHPUnit loads only when it first needs it. */
final class Rehearsal extends TestCase
{
    protected function setUp(): void
    {
    }

    public function testPasses(): void
    {
        $this->assertSame(1, 1);
        $this->assertEquals([1, 1.5, 'a', null], [1, 1.5, 'a', null]);
        $this->assertEqualsWithDelta(1.0, 1.0, 0.1);
        $this->assertTrue(true);
        $this->assertFalse(false);
        $this->assertNull(null);
        $this->assertCount(0, []);
    }

    public function testThrows(): void
    {
        $this->expectException(InvalidArgumentException::class);
        $this->expectExceptionMessage('no');
        throw new InvalidArgumentException('no');
    }

    public static function cases(): array
    {
        return ['one' => [1], [2]];
    }

    /** @dataProvider cases */
    #[DataProvider('cases')]
    public function testProvides(int $case): void
    {
        $this->assertIsInt($case);
    }

    public function testFails(): void
    {
        $this->assertEquals([1], [2]);
    }
}
