<?php

declare(strict_types=1);

namespace Seedmill;

use PhpParser\Node;
use PhpParser\Node\Expr;
use PhpParser\Node\Stmt;
use PhpParser\NodeFinder;
use PhpParser\ParserFactory;
use Throwable;

/**
 * Where a script may leave with 0, and has reached its end: in its last statement, or that of a function which it
 * calls last. Under a condition only where it fails otherwise: a script that goes on instead leaves for what it found.
 */
final class Endings
{
    /** @var array<int, int> how many ends are on a line, and calls that fail */
    private array $ends = [];
    /** @var array<string, array<Stmt>> bodies of the script's own functions and methods, until they are looked at */
    private array $functions = [];

    /** @return list<int> lines */
    public static function of(string $file): array
    {
        $text = file_get_contents($file);
        if (!str_contains($text, '\\Seedmill\\leave(')) {
            return [];
        }
        require_once '/usr/share/php/PhpParser/autoload.php';
        try {
            $statements = (new ParserFactory())->createForHostVersion()->parse($text);
        } catch (Throwable) {
            return [];
        }
        $endings = new self();
        $finder = new NodeFinder();
        foreach ($finder->findInstanceOf($statements, Node\FunctionLike::class) as $function) {
            if (isset($function->name)) {
                $endings->functions[$function->name->toLowerString()] = $function->getStmts() ?? [];
            }
        }
        foreach ($finder->find($statements, fn ($node) => $node instanceof Stmt && self::fails($node)) as $failing) {
            $endings->note($failing);
        }
        $endings->mark($statements, false);
        $lines = explode("\n", $text);
        $isOnly = fn (int $count, int $line) => $count >= substr_count($lines[$line - 1], '\\Seedmill\\leave(');

        return array_keys(array_filter($endings->ends, $isOnly, ARRAY_FILTER_USE_BOTH));
    }

    /** @param array<Stmt> $statements that end where nothing follows, or only what fails */
    private function mark(array $statements, bool $failsOtherwise): void
    {
        $statements = self::doing($statements);
        $last = array_pop($statements);
        if (self::fails($last)) {
            foreach ($statements as $statement) {
                if ($statement instanceof Stmt\If_) {
                    $this->markBranches($statement, true);
                }
            }
        }
        match (true) {
            $last instanceof Stmt\Namespace_, $last instanceof Stmt\Block, $last instanceof Stmt\TryCatch =>
                $this->mark($last->stmts, $failsOtherwise),
            $last instanceof Stmt\If_ => $this->markBranches($last, $failsOtherwise),
            $last instanceof Stmt\Expression, $last instanceof Stmt\Return_ => $this->markCall($last->expr),
            default => null,
        };
    }

    private function markBranches(Stmt\If_ $if, bool $failsOtherwise): void
    {
        $branches = array_map(fn ($branch) => $branch->stmts, array_filter([$if, ...$if->elseifs, $if->else]));
        $ends = array_map(fn ($branch) => self::doing($branch), $branches);
        if ($failsOtherwise || array_any($ends, fn ($branch) => self::fails(end($branch) ?: null))) {
            array_map(fn ($branch) => $this->mark($branch, $failsOtherwise), $branches);
        }
    }

    /** An end itself, or a call of a function that has one. */
    private function markCall(?Expr $call): void
    {
        if (!$call instanceof Expr\CallLike) {
            return;
        }
        if (!self::fails(new Stmt\Expression($call))) {
            $this->note($call);
        }
        $name = isset($call->name) && method_exists($call->name, 'toLowerString') ? $call->name->toLowerString() : '';
        $body = $this->functions[$name] ?? [];
        unset($this->functions[$name]);
        $this->mark($body, false);
    }

    private function note(Node $end): void
    {
        for ($line = $end->getStartLine(); $line <= $end->getEndLine(); $line++) {
            $this->ends[$line] = ($this->ends[$line] ?? 0) + 1;
        }
    }

    /** Whether a statement only ever fails. */
    private static function fails(?Stmt $statement): bool
    {
        $call = $statement instanceof Stmt\Expression || $statement instanceof Stmt\Return_ ? $statement->expr : null;
        if ($call instanceof Expr\Throw_) {
            return true;
        }
        $leaves = $call instanceof Expr\FuncCall && $call->name instanceof Node\Name
            && $call->name->toCodeString() === '\\Seedmill\\leave';
        $status = $leaves ? ($call->args[1]->value ?? null) : null;

        return $status instanceof Expr\UnaryMinus
            || $status instanceof Node\Scalar\Int_ && $status->value !== 0;
    }

    /**
     * @param array<Stmt> $statements
     *
     * @return list<Stmt> without declarations, and text that is only printed
     */
    private static function doing(array $statements): array
    {
        $silent = [Stmt\Nop::class, Stmt\InlineHTML::class, Stmt\Function_::class, Stmt\ClassLike::class];

        return array_values(array_filter(
            $statements,
            fn ($statement) => !array_any($silent, fn ($type) => $statement instanceof $type),
        ));
    }
}
