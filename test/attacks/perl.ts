import type { FailureReason, Program } from '@seedmill/contracts';
import type { Attack } from './attack.ts';

/** Two easy checks that the programs below could meet honestly, and two that none of them does. */
const suite = `use strict;
use warnings;
use lib '.';
use Test::More;
use Solution qw(factorial);

is(factorial(1), 1, 'one');
is(factorial(2), 2, 'two');
is(factorial(10), 3628800, 'ten');
is_deeply([factorial(12)], [479001600], 'twelve');

done_testing;
`;

const script = `use strict;
use warnings;
use lib '.';
use Solution qw(factorial);

die "one" unless factorial(1) == 1;
die "two" unless factorial(2) == 2;
die "ten" unless factorial(10) == 3628800;
`;

/** Right for small numbers only; \`cheat\` runs where it would be wrong. */
const partly = (cheat: string, before = ''): string => `package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
${before}
sub factorial {
    my $n = shift;
    return $n if $n <= 2;
    ${cheat}
    return 0;
}
1;
`;
const wholly = (code: string): string => `package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
${code}
sub factorial { return 0 }
1;
`;

const more = (solution: string): Program => ({
  solution: { 'Solution.pm': solution },
  tests: { 'solution.t': suite },
});
const plain = (solution: string): Program => ({
  solution: { 'Solution.pm': solution },
  tests: { 'test.pl': script },
});

const leaves: readonly FailureReason[] = ['early-exit', 'runtime-error'];
const fails: readonly FailureReason[] = ['assertion-failed', 'runtime-error', 'tampered'];

/** Programs that try to pass without solving, or to harm. */
export const perl: readonly Attack[] = [
  { name: 'leaves as it is loaded', ...more(wholly('exit 0;')), expect: leaves },
  { name: 'leaves as it is compiled', ...more(wholly('BEGIN { CORE::exit(0) }')), expect: leaves },
  { name: 'leaves in the call', ...more(partly('exit 0;')), expect: leaves },
  { name: 'leaves by perl itself', ...more(partly('CORE::exit(0);')), expect: leaves },
  { name: 'leaves by the system', ...more(partly('require POSIX; POSIX::_exit(0);')), expect: leaves },
  { name: 'leaves by a system call', ...more(partly('syscall(231, 0);')), expect: leaves },
  { name: 'leaves a script by a system call', ...plain(partly('syscall(231, 0);')), expect: leaves },
  {
    name: 'leaves from an END, after it went wrong',
    ...more(wholly('END { $? = 0; exit 0 }')),
    expect: fails,
  },
  { name: 'leaves a script from an END', ...plain(wholly('END { $? = 0 }')), expect: [...fails, ...leaves] },
  { name: 'becomes another program', ...more(partly("exec '/bin/true';")), expect: leaves },
  {
    name: 'finishes the plan and leaves',
    ...more(partly('Test::More::done_testing(); exit 0;')),
    expect: [...leaves, 'tests-missing'],
  },
  {
    name: 'finishes the plan and leaves, in the name of the suite',
    ...more(
      partly(
        'eval qq{# line 1 "solution.t"\\nTest::More::pass() for 1 .. 2; Test::More::done_testing(); main::leave_now();}; ',
        'eval qq{# line 1 "solution.t"\\nsub main::leave_now { exit 0 }};',
      ),
    ),
    expect: [...leaves, 'tests-missing', 'tampered'],
  },
  {
    name: 'says that the suite has reached its end',
    ...more(partly('Seedmill::reached(); Test::More::done_testing(); CORE::exit(0);')),
    expect: [...leaves, 'tests-missing'],
  },
  { name: 'kills the runner', ...more(partly("kill 'KILL', $$;")), expect: ['runtime-error'] },
  { name: 'stops the runner', ...more(partly("kill 'STOP', $$;")), expect: ['timeout'] },
  {
    name: 'goes on in a child, while the parent leaves',
    ...more(partly('exit 0 if fork;')),
    expect: [...leaves, ...fails],
  },
  {
    name: 'replaces the assertions of the suite',
    ...more(partly('no warnings; *main::is = *main::is_deeply = sub { Test::More::pass($_[2]) };')),
    expect: ['tampered'],
  },
  {
    name: 'replaces the assertions as they are compiled',
    ...more(
      wholly('INIT { no warnings; *main::is = *main::is_deeply = sub ($$;$) { Test::More::pass($_[2]) } }'),
    ),
    expect: ['tampered'],
  },
  {
    name: 'replaces the framework',
    ...more(partly('no warnings; *Test::Builder::ok = sub { 1 };')),
    expect: ['tampered', ...fails],
  },
  {
    name: 'replaces how events are made',
    ...more(
      wholly(
        'INIT { no warnings; my $send = \\&Test2::Hub::send; *Test2::Hub::send = sub { $_[1]{pass} = $_[1]{effective_pass} = 1 if exists $_[1]{pass}; goto &$send } }',
      ),
    ),
    expect: ['tampered'],
  },
  {
    name: 'takes the listener from the hub',
    ...more(partly('Test2::API::test2_stack()->top->{_listeners} = [];')),
    expect: ['tampered', ...fails],
  },
  {
    name: 'calls the listener',
    ...more(
      partly(
        "my $hub = Test2::API::test2_stack()->top; my ($on) = map { $_->{code} } @{ $hub->{_listeners} }; $on->($hub, Test2::Event::Ok->new(pass => 1, name => 'ten')) for 1, 2; Test::More::done_testing(2); exit 0;",
      ),
    ),
    expect: ['tampered', ...fails, ...leaves],
  },
  {
    name: 'changes what the hub remembers',
    ...more(
      partly(
        '',
        'END { my $hub = Test2::API::test2_stack()->top; $hub->{failed} = 0; $hub->{_passing} = 1; $? = 0 }',
      ),
    ),
    expect: fails,
  },
  {
    name: 'intercepts the events of the suite',
    ...more(partly('Test2::API::test2_stack()->new_hub(class => "Test2::Hub::Interceptor");')),
    expect: ['tampered', ...fails, ...leaves],
  },
  {
    name: 'makes all failures something to do',
    ...more(wholly('$main::TODO = "later"; $Test::More::TODO = "later";')),
    expect: ['tests-missing', ...fails],
  },
  {
    name: 'makes failures something to do, by the builder',
    ...more(partly('Test::More->builder->todo_start("later");')),
    expect: ['tests-missing', ...fails],
  },
  {
    name: 'skips everything',
    ...more(wholly('INIT { Test::More->builder->skip_all("no need") }')),
    expect: ['tests-missing', 'no-tests-ran', ...fails],
  },
  {
    name: 'answers by an object that equals everything',
    ...more(`package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
package Same { use overload '==' => sub { 1 }, 'eq' => sub { 1 }, '!=' => sub { 0 }, 'ne' => sub { 0 }, '""' => sub { 'x' }, 'bool' => sub { 1 }; }
sub factorial { return bless [], 'Same' }
1;
`),
    expect: fails,
  },
  {
    name: 'answers a script by an object that equals everything',
    ...plain(`package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
package Same { use overload '==' => sub { 1 }, 'eq' => sub { 1 }, '""' => sub { 'x' }, 'bool' => sub { 1 }; }
sub factorial { return bless [], 'Same' }
1;
`),
    expect: ['tampered'],
  },
  {
    name: 'answers by an object that looks for what is expected in the callers',
    ...more(`package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
package Spy {
    use overload '""' => sub {
        for my $depth (1 .. 20) {
            package DB;
            my @frame = caller $depth or last;
            return $DB::args[1] if $frame[3] =~ /::is$/ && defined $DB::args[1] && !ref $DB::args[1];
            return $DB::args[2] if $frame[3] =~ /::is_eq$/ && defined $DB::args[2] && !ref $DB::args[2];
        }
        return 0;
    }, 'bool' => sub { 1 }, 'eq' => sub { 1 };
}
sub factorial { return bless [], 'Spy' }
1;
`),
    expect: fails,
  },
  {
    name: 'reads what is expected in the suite',
    ...more(
      wholly('').replace(
        '{ return 0 }',
        '{ my $n = shift; open my $in, "<", "solution.t"; local $/; my ($it) = <$in> =~ /factorial\\($n\\)\\]?, \\[?(\\d+)/; return $it }',
      ),
    ),
    expect: fails,
  },
  {
    name: 'forges reports on every descriptor',
    ...more(
      partly(
        `for my $fd (1 .. 80) { open my $to, '>&=', $fd or next; syswrite $to, qq({"test": "ten", "outcome": "passed"}\\n{"end": true}\\n) } require POSIX; POSIX::_exit(0);`,
      ),
    ),
    expect: leaves,
  },
  {
    name: 'looks for the secret in memory',
    ...more(
      partly(
        `my $secret = '';
    if (open my $memory, '<:raw', '/proc/self/mem') {
        open my $maps, '<', '/proc/self/maps';
        for (grep { /rw/ } <$maps>) {
            my ($from, $to) = /^(\\w+)-(\\w+)/ or next;
            sysseek $memory, hex $from, 0;
            sysread $memory, my $bytes, hex($to) - hex($from);
            $secret = $1 if defined $bytes && $bytes =~ /"secret": "([0-9a-f]+)"/;
        }
    }
    for my $fd (3 .. 80) { open my $to, '>&=', $fd or next; syswrite $to, qq({"secret": "$secret", "test": "$_", "outcome": "passed"}\\n) for 'ten', 'twelve'; syswrite $to, qq({"secret": "$secret", "end": true}\\n) }
    require POSIX; POSIX::_exit(0);`,
      ),
    ),
    expect: leaves,
  },
  {
    name: 'forges the output of a test',
    ...more(wholly('print "ok $_ - forged\\n" for 1 .. 4; print "1..4\\n"; require POSIX; POSIX::_exit(0);')),
    expect: leaves,
  },
  {
    name: 'brings what configures the framework',
    solution: {
      'Solution.pm': wholly(''),
      'Test/Builder.pm': 'package Test::Builder; exit 0;',
      'sitecustomize.pl': 'exit 0;',
    },
    tests: { 'solution.t': suite },
    expect: fails,
  },
  {
    name: 'changes the suite by a source filter',
    ...more(
      wholly(
        'use Filter::Util::Call; my $own = \\&import; no warnings; sub import2 { } { no strict "refs"; my $export = \\&Exporter::import; *import = sub { filter_add(sub { my $n = filter_read(); s/^is.*/pass("x");/; $n }); goto &$export } }',
      ).replace("use Exporter 'import';", 'use Exporter;'),
    ),
    expect: [...fails, 'lint-error', 'tests-missing'],
  },
  {
    name: 'becomes the last statement of a script',
    ...plain(partly('goto &Seedmill::reached if !$times++;', 'my $times; END { $? = 0 }')),
    expect: [...fails, ...leaves],
  },
  {
    name: 'leaves in the name of the suite, where it is wrong',
    ...more(
      wholly('').replace(
        'sub factorial { return 0 }',
        'eval qq{# line 1 "solution.t"\\nsub factorial { my \\$n = shift; return \\$n if \\$n <= 2; Test::More::ok(1) for 1, 2; Test::More::done_testing(); exit 0 }};',
      ),
    ),
    expect: [...leaves, 'tests-missing', 'tampered'],
  },
  {
    name: 'filters the events of tests that it fails',
    ...more(
      wholly(
        'INIT { Test2::API::test2_stack()->top->pre_filter(sub { my (undef, $event) = @_; $event->{pass} = $event->{effective_pass} = 1 if $event->isa("Test2::Event::Ok") && $event->name =~ /te|tw/; $event }) }',
      ).replace('return 0', 'return 1'),
    ),
    expect: ['tampered'],
  },
  {
    name: 'throws away what dies, but for the first',
    ...plain(partly('', 'BEGIN { *CORE::GLOBAL::die = sub { $_[0] =~ /one/ ? CORE::die(@_) : 1 } }')),
    expect: ['tampered'],
  },
  ...[
    `my @cases = (
    [1, 1, 'one'],
    [5, 120, 'five'],
);
for my $case (@cases) {
    my ($in, $want, $name) = @$case;
    is(factorial($in), $want, $name);
}
`,
    `for ([1, 1], [5, 120]) {
    is(factorial($_->[0]), $_->[1], "of $_->[0]");
}
`,
    `for my $case ({ in => [5, 120], want => 120 }) {
    is(factorial($case->{in}[0]), $case->{want}, 'five');
}
`,
  ].map((checks, at) => ({
    name: `reads what is expected in a table, ${at + 1}`,
    ...more(
      wholly('').replace(
        '{ return 0 }',
        '{ my $n = shift; open my $in, "<", "solution.t"; local $/; my ($it) = reverse grep defined, <$in> =~ /\\[$n, (\\d+)(?:\\], want => (\\d+))?/; return $it }',
      ),
    ),
    tests: {
      'solution.t': `use lib '.';\nuse Test::More;\nuse Solution qw(factorial);\n${checks}done_testing;\n`,
    },
    expect: ['tampered'] as const,
  })),
  {
    name: 'throws away what dies',
    ...plain(wholly('BEGIN { *CORE::GLOBAL::die = sub { 1 } }')),
    expect: ['tampered', ...fails],
  },
  {
    name: 'replaces the checks that a script brings itself',
    solution: { 'Solution.pm': partly('no warnings; *main::check = sub { };') },
    tests: {
      'test.pl': `use lib '.';
use Solution qw(factorial);
my $failed = 0;
sub check { my ($got, $want) = @_; if ($got != $want) { $failed++ } }
check(factorial(1), 1);
check(factorial(10), 3628800);
check(factorial(12), 479001600);
exit($failed ? 1 : 0);
`,
    },
    expect: ['tampered'],
  },
  {
    name: 'leaves from a handler of what dies',
    ...plain(partly('$SIG{__DIE__} = sub { exit 0 }; die "so";')),
    expect: leaves,
  },
  {
    name: 'interrupts the suite with a signal handler',
    ...more(partly('$SIG{ALRM} = sub { exit 0 }; alarm 1; sleep 3;')),
    expect: leaves,
  },
  {
    name: 'forks without end',
    ...more(partly('fork while 1;')),
    expect: ['process-limit', 'timeout', 'runtime-error', 'memory-limit', 'early-exit'],
  },
  {
    name: 'recurses without end',
    ...more(partly('return factorial($n + 1);')),
    expect: ['memory-limit', 'runtime-error', 'timeout'],
  },
  {
    name: 'leaves a daemon behind',
    ...more(`package Solution;
use Exporter 'import';
our @EXPORT_OK = qw(factorial);
system 'sleep 1000 > /dev/null 2>&1 &';
sub factorial { my $n = shift; return $n < 2 ? 1 : $n * factorial($n - 1) }
1;
`),
    expect: 'harmless',
  },
];
