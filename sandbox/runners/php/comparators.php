<?php

declare(strict_types=1);

namespace SebastianBergmann\Comparator;

use ReflectionClass;
use Seedmill\Once;
use Seedmill\Report;
use Seedmill\StandIns;

use function Seedmill\isTrusted;

/**
 * In place of the library's own class of this name: knows who says what is equal. A comparator of the program under
 * test does not, whoever puts it where.
 */
final class Factory
{
    use Once;

    /** @var list<Comparator> */
    private array $custom = [];

    /** @var list<Comparator> */
    private readonly array $own;

    public static function getInstance(): self
    {
        return self::once() ?? self::once(new self());
    }

    public function __construct()
    {
        $this->own = [
            new MockObjectComparator(),
            new DateTimeComparator(),
            new DOMNodeComparator(),
            new SplObjectStorageComparator(),
            new ExceptionComparator(),
            new EnumerationComparator(),
            ...(class_exists(NumberComparator::class) ? [new NumberComparator()] : []),
            new ObjectComparator(),
            new ResourceComparator(),
            new ArrayComparator(),
            new NumericComparator(),
            new ScalarComparator(),
            new TypeComparator(),
        ];
        foreach ($this->own as $comparator) {
            $comparator->setFactory($this);
        }
    }

    public function getComparatorFor(mixed $expected, mixed $actual): Comparator
    {
        foreach ([...$this->custom, ...$this->own] as $comparator) {
            $file = (string) (new ReflectionClass($comparator))->getFileName();
            if (!isTrusted($file) && !StandIns::isOfSuite($file)) {
                Report::tampered();
            }
            if ($comparator->accepts($expected, $actual)) {
                return $comparator;
            }
        }

        throw new RuntimeException('No suitable Comparator implementation found');
    }

    public function register(Comparator $comparator): void
    {
        array_unshift($this->custom, $comparator);
        $comparator->setFactory($this);
    }

    public function unregister(Comparator $comparator): void
    {
        $this->custom = array_values(array_filter($this->custom, fn (Comparator $each) => $each !== $comparator));
    }

    public function reset(): void
    {
        $this->custom = [];
    }
}
