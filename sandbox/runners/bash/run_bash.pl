# Runs a Bash suite – bats files and plain scripts – and reports every test on file descriptor 3.
#
#   perl run_bash.pl
#
# The first line on stdin is a secret that every line of the report carries; each further line is a kind and a
# path: `check` – a file of the program, which must parse, or nothing is run; `bats` or `script` – a file to run;
# `ends` – a file of the suite and its lines, `3-5,9:path`, where an exit leaves nothing out. This process runs none of
# the job's code and cannot be looked into. Every test is a fresh bash, which says that it reached its end with a key
# that it is given when it is there.

use strict;
use warnings;
# Plain variables: what Perl's modules for constants and configuration do costs as much as starting it.
my ($home, $longest) = ('/opt/seedmill/bash', 2000);
my ($dup, $set_flags, $close_on_exec, $set_dumpable) = (0, 2, 1, 4);
my $prctl = -e '/lib64/ld-linux-x86-64.so.2' ? 157 : 167;

my ($secret, %files) = read_request();
open my $report, '>&=', 3 or die "no report: $!";
fcntl $report, $set_flags, $close_on_exec or die "report: $!";
syscall($prctl, $set_dumpable, 0, 0, 0, 0) == 0 or die "prctl: $!";
$SIG{PIPE} = 'IGNORE';
$| = 1;
refuse() if grep { system('bash', '--norc', '--noprofile', '-n', $_) != 0 } @{ $files{check} };
# What Exercism's test suites ask for; without it they skip all tests but the first.
$ENV{BATS_RUN_SKIPPED} = 'true';

my @bats = map { [$_, slurp($_)] } @{ $files{bats} };
my $several = @bats + @{ $files{script} } > 1;
my ($failed, $left_early, $number) = (0, 0, 0);
run_bats_file(@$_) for @bats;
run_script($_) for @{ $files{script} };
record(end => \1) unless $left_early;
exit($failed || $left_early ? 1 : 0);

sub read_request {
    my $text = '';
    1 while sysread STDIN, $text, 4096, length $text;
    open STDIN, '<', '/dev/null' or die "/dev/null: $!";
    my ($first, @lines) = split /\n/, $text;
    my %of = map { $_ => [] } qw(check bats script ends);
    for (@lines) {
        my ($kind, $path) = split / /, $_, 2;
        push @{ $of{$kind} }, $path;
    }
    return ($first, %of);
}

sub refuse {
    print STDERR "refused: syntax\n";
    exit 65;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or return '';
    local $/;
    return scalar <$file>;
}

sub quote {
    my ($text) = @_;
    $text = substr $text, 0, $longest;
    $text =~ s/([\x00-\x1f"\\\x7f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$text\"";
}

sub record {
    my @fields = (secret => $secret, @_);
    my @pairs;
    while (my ($key, $value) = splice @fields, 0, 2) {
        push @pairs, quote($key) . ': ' . (ref $value ? 'true' : quote($value));
    }
    syswrite $report, '{' . join(', ', @pairs) . "}\n";
}

# Runs a bash to its end. `source` is text that it may read from descriptor 62, its key waits on 60, and what it
# says on 61 comes back: a list of lines, and whether it knew the key.
sub run_bash {
    my ($source, @command) = @_;
    my $key = random_key();
    pipe my $key_out, my $key_in or die "pipe: $!";
    pipe my $words_out, my $words_in or die "pipe: $!";
    pipe my $source_out, my $source_in or die "pipe: $!";
    syswrite $key_in, "$key\n";
    close $key_in;
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        # The lowest free numbers from 60 on, in this order; unlike all others they outlive exec.
        fcntl $_, $dup, 60 for $key_out, $words_in, $source_out;
        exec 'bash', '--norc', '--noprofile', @command;
    }
    close $_ for $key_out, $words_in, $source_out;
    for (my $at = 0; $at < length $source;) {
        $at += syswrite($source_in, $source, 65536, $at) // last;
    }
    close $source_in;
    waitpid $pid, 0;
    my $status = $?;

    # The child's own children may hold the pipe for longer: what is there is all that counts.
    my ($words, $ready) = ('', '');
    vec($ready, fileno $words_out, 1) = 1;
    while (select(my $now = $ready, undef, undef, 0) > 0) {
        last unless sysread $words_out, $words, 65536, length $words;
        last if length $words > 1 << 20;
    }
    my ($proved) = $words =~ s/^\Q$key\E (\w+)\n//m ? $1 : '';
    return { signal => $status & 127, code => $status >> 8, proved => $proved, words => $words };
}

sub random_key {
    open my $random, '<:raw', '/dev/urandom' or die "/dev/urandom: $!";
    sysread $random, my $bytes, 16;
    return unpack 'H*', $bytes;
}

# Reports one test, as the words of its bash and the way it ended tell; true where it did not fail.
sub judge {
    my ($name, $end) = @_;
    if ($end->{signal}) { fail($name, 'error', "killed by signal $end->{signal}") }
    elsif ($end->{code}) { fail($name, why($end)) }
    elsif ($end->{proved} eq 'passed') { record(test => $name, outcome => 'passed'); return 1 }
    elsif ($end->{proved} eq 'skipped') { record(test => $name, outcome => 'skipped'); return 1 }
    elsif ($end->{proved} eq 'tampered') { record(tampered => \1); $failed = 1 }
    else { $left_early = 1 }
    return 0;
}

sub why {
    my ($end) = @_;
    return ($1, $2) if $end->{words} =~ /^(assertion|error) (.*)/ms;
    return ($end->{code} == 1 ? 'assertion' : 'error', "ended with exit code $end->{code}");
}

sub fail {
    my ($name, $kind, $message, @scope) = @_;
    $message =~ s/\s+\z//;
    record(test => $name, @scope, outcome => 'failed', kind => $kind, message => $message);
    $failed = 1;
}

# A plain script is one test, named by its path.
sub run_script {
    my ($path) = @_;
    judge($path, run_bash('', '-c', "source $home/script.bash", $path, words_of($path), @{ $files{ends} }));
}

# What a file of the suite judges by: whether its errexit must stay, its files, and the names of its checks.
sub words_of {
    my ($path, $strict) = @_;
    my $text = slurp($path);
    $strict //= $text =~ /^[ \t]*set -[a-z]*e|^[ \t]*set -o errexit/m && $text !~ /\bset \+[a-z]*e|set \+o errexit/;
    my @paths = map { s/^[^:]*://r } @{ $files{ends} };
    my $check = qr/(?:assert|refute|check|expect|verify|should|fail|equal|pass|test)[\w:-]*|ok|is|eq/i;
    my $all = join "\n", map { slurp($_) } $path, @paths;
    my %checks = map { $_ => 1 } $all =~ /^[ \t]*(?:function[ \t]+)?($check)[ \t]*(?:\([ \t]*\)|\{)/mg;
    if ($all =~ /\bbats[-_](?:assert|support|extra|load_library)\b/) {
        $checks{$_} = 1 for $all =~ /\b((?:assert|refute)(?:_\w+)?|fail)\b/g;
    }
    $checks{test} = 1 if $all =~ /(?:^|[;&|!]|\b(?:if|while|then|do))[ \t]*test[ \t]/m;
    return ($strict ? 'strict' : '', join(' ', map { s{.*/}{}r } $path, @paths), join(' ', sort keys %checks));
}

sub run_bats_file {
    my ($path, $text) = @_;
    my ($source, @tests) = preprocess($text);
    my $folder = $path =~ m{^(.*)/} ? "/$1" : '';
    my $temp = '/tmp/bats-run';
    mkdir $temp;
    mkdir "$temp/file";
    mkdir "$temp/test";
    local @ENV{qw(BATS_TEST_FILENAME BATS_TEST_DIRNAME BATS_ROOT_PID BATS_TMPDIR BATS_RUN_TMPDIR BATS_SUITE_TMPDIR
      BATS_FILE_TMPDIR BATS_LIB_PATH BATS_VERSION)} =
      ("/work/$path", "/work$folder", $$, '/tmp', $temp, $temp, "$temp/file", '/usr/lib/bats', '1.11.1');
    # An errexit that somebody else has turned off stays in force for the tests.
    my @words = words_of($path, $text !~ /\bset \+[a-z]*e|set \+o errexit/);

    my $hook = sub {
        my ($which) = @_;
        return 1 unless $text =~ /\b$which\b/;
        local $ENV{BATS_TEST_NAME} = $which;
        my $end = run_bash($source, "$home/bats.bash", $which, @words);
        if ($end->{signal} || $end->{code}) {
            fail($path, why($end), scope => 'file');
            return 0;
        }
        $left_early = 1 unless $end->{proved};
        $source = "$end->{words}\n$source" if $which eq 'setup_file';
        return $end->{proved};
    };
    return unless $hook->('setup_file');
    my $at = 0;
    for my $test (@tests) {
        my ($name, $function) = @$test;
        ++$number;
        mkdir "$temp/test/$number";
        local @ENV{qw(BATS_TEST_NAME BATS_TEST_DESCRIPTION BATS_TEST_NUMBER BATS_SUITE_TEST_NUMBER BATS_TEST_TMPDIR)} =
          ($function, $name, ++$at, $number, "$temp/test/$number");
        my $ok = judge($several ? "$path > $name" : $name, run_bash($source, "$home/bats.bash", $function, @words));
        print $ok ? 'ok ' : 'not ok ', "$number $name\n";
    }
    $hook->('teardown_file');
}

# Turns the tests of a bats file into functions, line by line as bats does; then the names and functions of the tests.
sub preprocess {
    my ($text) = @_;
    my (@tests, %taken);
    $text =~ s/\r//g;
    my $function_of = sub {
        my ($name) = @_;
        $name =~ s/^(['"])(.*)\1$/$2/s and $1 eq '"' and $name =~ s/\\(["\\`\$])/$1/g;
        my $function = $name;
        $function =~ s/([^A-Za-z0-9 ])/sprintf '-%02x', ord $1/ge;
        $function =~ tr/ /_/;
        $function = "test_$function" . ($taken{$function}++ ? "-$taken{$function}" : '');
        push @tests, [$name, $function];
        return $function;
    };
    $text =~ s/^[ \t]*\@test[ \t]+(.*[^ \t\n])[ \t]+\{(.*)$/$function_of->($1) . "() { :; $2"/gme;
    $text =~ s/^[ \t]*(?:function[ \t]+)?([^ \t\n()]+)[ \t]*\(?\)?[ \t]+\{[ \t]+#[ \t]*\@test[ \t]*$/$function_of->($1) . '() { :; '/gme;
    return ($text, @tests);
}
