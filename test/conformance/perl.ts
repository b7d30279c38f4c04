import type { Conformance, ConformanceCase } from './conformance.ts';

const clamp = `package Solution;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT_OK = qw(clamp);

# Keeps a number within two bounds.
sub clamp {
    my ($value, $low, $high) = @_;
    # HERE
    return $low if $value < $low;
    return $value > $high ? $high : $value;
}

1;
`;
const wrong = clamp.replace('? $high', '? $low');
const having = (code: string): string => clamp.replace('# HERE', code);

const tests = `use strict;
use warnings;
use lib '.';
use Test::More;
use Solution qw(clamp);

is(clamp(5, 0, 9), 5, 'inside');
is(clamp(-3, 0, 9), 0, 'below');
is clamp(30, 0, 9), 9, 'above';

done_testing;
`;
const script = `#!/usr/bin/perl
use strict;
use warnings;
require './solution.pl';

die "inside\\n" unless clamp(5, 0, 9) == 5;
clamp(30, 0, 9) == 9 or die "above";
print "done\\n";
`;
const program = `use strict;
use warnings;

sub clamp {
    my ($value, $low, $high) = @_;
    # HERE
    return $low if $value < $low;
    return $value > $high ? $high : $value;
}

1;
`;

type Expected = ConformanceCase['expect'];
type Failed = Extract<Expected, { outcome: 'failed' }>;

const suite = (solution: string, text: string, expect: Expected): ConformanceCase => ({
  solution: { 'Solution.pm': solution },
  tests: { 'solution.t': text },
  expect,
});
const plain = (solution: string, text: string, expect: Expected): ConformanceCase => ({
  solution: { 'solution.pl': solution },
  tests: { 'test.pl': text },
  expect,
});
const passed = (count: number): Expected => ({ outcome: 'passed', tests: count });
const failed = (reason: Failed['reason'], phase: Failed['phase'] = 'test'): Expected => ({
  outcome: 'failed',
  phase,
  reason,
});

const more = (body: string, plan = ''): string =>
  `use strict;\nuse warnings;\nuse lib '.';\nuse Test::More${plan};\nuse Solution qw(clamp);\n${body}`;

const checks = `use strict;
use warnings;
require './solution.pl';

my $failures = 0;

sub check {
    my ($name, $got, $want) = @_;
    if ($got eq $want) { print "ok $name\\n"; return; }
    print "FAIL $name\\n";
    $failures++;
}

check('inside', clamp(5, 0, 9), 5);
check('above', clamp(30, 0, 9), 9);
exit($failures ? 1 : 0);
`;

const returns = `require './solution.pl';
sub main {
    if (clamp(30, 0, 9) != 9) {
        print "FAIL\\n";
        return;
    }
    my $small = sub { return 1 if $_[0] < 3; return 0 };
    die "small" unless $small->(clamp(1, 0, 9));
    die "below" unless clamp(-1, 0, 9) == 0;
    return 0;
}
exit(main());
`;

const leaves = `require './solution.pl';
if (clamp(30, 0, 9) != 9) { print "FAIL"; exit; }
print "ok";
`;

/** What every implementation of Perl must tell apart. */
export const perl: Conformance = {
  language: 'perl',
  kinds: {
    passing: suite(clamp, tests, passed(3)),
    failing: suite(wrong, tests, failed('assertion-failed')),
    hanging: suite(having('1 while 1;'), tests, failed('timeout')),
    crashing: suite(having('die "broken\\n";'), tests, failed('runtime-error')),
    noTests: suite(clamp, more('\ndone_testing;\n'), failed('no-tests-ran')),
    fewerTests: suite(having('exit 0 if $value > 9;'), tests, failed('early-exit')),
    skipped: suite(
      clamp,
      more(`
is(clamp(5, 0, 9), 5, 'inside');
SKIP: {
    skip 'not now', 1;
    is(clamp(-3, 0, 9), 0, 'below');
}
done_testing;
`),
      failed('tests-missing'),
    ),
    syntaxError: suite(clamp.replace('my (', 'my (('), tests, failed('syntax-error', 'parse')),
    lintError: suite(having('$unknown++;'), tests, failed('lint-error', 'lint')),
    typeError: { absent: 'perl has no types that it checks before it runs' },
    memory: suite(having('my @all; push @all, "x" x 1_000_000 while 1;'), tests, failed('memory-limit')),
    output: suite(having('print "x" x 100_000 while 1;'), tests, failed('output-limit')),
  },
  usages: {
    'a plan, kept': suite(
      clamp,
      tests.replace('use Test::More;', 'use Test::More tests => 3;').replace('done_testing;', ''),
      passed(3),
    ),
    'a plan, not kept': suite(
      clamp,
      tests.replace('use Test::More;', 'use Test::More tests => 4;').replace('done_testing;', ''),
      failed('runtime-error'),
    ),
    'subtests and deep comparisons': suite(
      clamp,
      more(`
subtest 'all of them' => sub {
    plan tests => 2;
    is_deeply([map { clamp($_, 0, 9) } -3, 5, 30], [0, 5, 9], 'all');
    cmp_ok(clamp(1, 2, 3), '==', 2);
};

subtest 'nested' => sub {
    for my $case ([1, 1], [12, 9]) {
        my ($given, $expected) = @$case;
        subtest "clamps $given" => sub { is(clamp($given, 0, 9), $expected) };
    }
};

can_ok('Solution', 'clamp');
done_testing();
`),
      passed(3),
    ),
    'a subtest that fails': suite(
      wrong,
      more(`
subtest 'above' => sub {
    is(clamp(30, 0, 9), 9);
};
done_testing;
`),
      failed('assertion-failed'),
    ),
    'assertions in a loop over a table': suite(
      clamp,
      more(`
my @cases = ([5, 5], [-3, 0], [30, 9]);
foreach my $case (@cases) {
    my ($given, $expected) = @{$case};
    is(clamp($given, 0, 9), $expected, "clamps $given");
}

done_testing(scalar @cases);

=head1 WHAT

is this

=cut

__END__
is this not read?
`),
      passed(3),
    ),
    'what is to do': suite(
      clamp,
      more(`
is(clamp(5, 0, 9), 5);
TODO: {
    local $TODO = 'one day';
    is(clamp(undef, 0, 9), undef);
}
done_testing;
`),
      failed('tests-missing'),
    ),
    'a suite that bails out': suite(
      clamp,
      more(`ok(clamp(1, 0, 2));\nBAIL_OUT('no more');\n`),
      failed('runtime-error'),
    ),
    'all skipped': suite(
      clamp,
      more(`ok(clamp(1, 0, 2));\n`, ` skip_all => 'not here'`),
      failed(['tests-missing', 'no-tests-ran']),
    ),
    'Test2::V0': suite(
      clamp,
      `use Test2::V0;
use lib '.';
use Solution qw(clamp);

is(clamp(5, 0, 9), 5, 'inside');
is([clamp(-3, 0, 9)], array { item 0; end }, 'below');
like(dies { die "no such bound\\n" }, qr/bound/, 'dies');
subtest above => sub { is(clamp(30, 0, 9), 9) };

done_testing;
`,
      passed(4),
    ),
    'Test2::V0, failing': suite(
      wrong,
      `use Test2::V0;\nuse Solution 'clamp';\nis({ of => clamp(30, 0, 9) }, { of => 9 }, 'above');\ndone_testing;\n`,
      failed('assertion-failed'),
    ),
    'exceptions by Test::Exception and Test::Fatal': suite(
      having('die { code => 7 } if $low > $high;'),
      more(`use Test::Exception;
use Test::Fatal;

dies_ok { clamp(1, 2, 1) } 'bounds';
lives_ok { clamp(1, 1, 2) } 'right bounds';
is(exception { clamp(1, 2, 1) }->{code}, 7, 'code');
done_testing;
`),
      passed(3),
    ),
    'a project: lib and t, a class, data in the suite': {
      solution: {
        'lib/My/Stack.pm':
          'package My::Stack;\nuse v5.36;\nsub new ($class, @items) { bless [@items], $class }\nsub push ($self, $item) { push @$self, $item; $self }\nsub pop ($self) { die "empty\\n" unless @$self; pop @$self }\nsub size ($self) { scalar @$self }\n1;\n',
      },
      tests: {
        't/stack.t': `use v5.36;
use FindBin qw($Bin);
use lib "$Bin/../lib";
use Test::More;

BEGIN { use_ok('My::Stack') }

my $stack = My::Stack->new(1);
isa_ok($stack, 'My::Stack');
while (my $line = <DATA>) {
    chomp $line;
    $stack->push($line);
}
is($stack->size, 3, 'three');
is($stack->pop, 'beta', 'last in, first out');
is(eval { My::Stack->new->pop } // $@, "empty\\n", 'empty');
done_testing
__DATA__
alpha
beta
`,
      },
      expect: passed(5),
    },
    'several files': {
      solution: { 'Solution.pm': clamp },
      tests: { 't/one.t': tests, 't/two.t': tests },
      expect: passed(6),
    },
    'several files, of which one fails': {
      solution: { 'Solution.pm': wrong },
      tests: { 't/one.t': more(`is(clamp(5, 0, 9), 5, 'inside');\ndone_testing;\n`), 't/two.t': tests },
      expect: failed('assertion-failed'),
    },
    'a missing module': suite('package Other;\n1;\n', tests, failed('runtime-error')),
    'a module that the solution wants and nobody has': suite(
      having('').replace('use warnings;', 'use warnings;\nuse No::Such::Module;'),
      tests,
      failed('lint-error', 'lint'),
    ),
    'a test framework that the solution brings': {
      solution: { 'Solution.pm': wrong, 'Test/More.pm': 'package Test::More; sub import { exit 0 } 1;' },
      tests: { 'solution.t': tests },
      expect: failed('assertion-failed'),
    },
    'a script that dies where a check does not hold': plain(program, script, passed(1)),
    'a check of a script that does not hold': plain(
      program.replace('? $high', '? $low'),
      script,
      failed('assertion-failed'),
    ),
    'an error in a script': plain(
      program.replace('# HERE', 'die "broken" if $value > 9;'),
      script,
      failed('runtime-error'),
    ),
    'a script with checks and an exit code of its own': plain(program, checks, passed(1)),
    'a script whose exit code tells that it failed': plain(
      program.replace('? $high', '? $low'),
      checks,
      failed('assertion-failed'),
    ),
    'a script with an ok of its own': plain(
      program,
      `require './solution.pl';
my $failed = 0;
sub ok { my ($holds, $name) = @_; print $holds ? "ok $name\\n" : "not ok $name\\n"; $failed++ unless $holds }
ok(clamp(5, 0, 9) == 5, 'inside');
ok(clamp(30, 0, 9) == 9, 'above');
exit($failed);
`,
      passed(1),
    ),
    'a script that compares deeply, and ends in a function': plain(
      program.replace('1;\n', ''),
      `use Test::Deep;

sub all_of_them {
    my $candidate = \\&clamp;
    if (eq_deeply([$candidate->(30, 0, 9)], [9])) { print "ok" } else { exit 1; }
}

all_of_them();
`,
      passed(1),
    ),
    'a script that leaves with 0 where a check fails': plain(
      program.replace('? $high', '? $low'),
      leaves,
      failed('early-exit'),
    ),
    'a script that would leave with 0': plain(program, leaves, passed(1)),
    'tests under a condition, and marks of the encoding': suite(
      `\uFEFF${clamp}`,
      `\uFEFF${more("is(clamp(5, 0, 9), 5);\nis(clamp(5, 0, 9), 6) if $^O eq 'MSWin32';\ndone_testing;\n")}`,
      passed(1),
    ),
    'a return of main that leaves checks out': plain(
      program.replace('? $high', '? $low'),
      returns,
      failed('early-exit'),
    ),
    'returns of main that leave nothing out': plain(program, returns, passed(1)),
    'tables of arrays, and what goes in as well': suite(
      clamp,
      more(`
for my $case ([ [5, 0, 9], 5 ], [ [30, 0, 9], 9 ]) {
    my ($in, $expected) = @$case;
    is(clamp(@$in), $expected, "of @$in");
    is(clamp($expected, 0, 9), $expected, 'and again');
}
done_testing;
`),
      passed(4),
    ),
    'a script that is a main': plain(
      program,
      `use strict;\nuse warnings;\nrequire './solution.pl';\n\nsub main {\n    die 'inside' if clamp(5, 0, 9) != 5;\n    exit 0;\n}\n\nmain() unless caller;\n`,
      passed(1),
    ),
    'a script ended by the solution': plain(
      program.replace('# HERE', 'exit 0;'),
      script,
      failed('early-exit'),
    ),
    'a suite that loads nothing': plain(program, checks.replace("require './solution.pl';", ''), passed(1)),
  },
};
