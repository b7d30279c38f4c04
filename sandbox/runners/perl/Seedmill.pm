package Seedmill;

# Runs one suite and reports every test on file descriptor 3.
#
#     perl -I/opt/seedmill/perl -MSeedmill[=script|=Test::More|=Test2::V0] -
#
# stdin: a secret; `script`, or the framework that the suite uses; how many files of the solution there are, and these; how
# many folders of modules, and these; how many files to load first, and these; how many files of the suite there are
# whose exits are judged by their place, and these with their lines, `3-5,9:path`; then the files to run. All that can be ready before is ready before stdin is read. Then a file of the suite takes the place of stdin, from which perl reads
# its main program: it runs exactly as if perl had been started with it, but for a last statement, which says that it
# came so far.

use strict;
use warnings;

my $judge;

# Defined before anything else is loaded, and so run after every other END.
END { $judge->($?) if $judge }

use Seedmill::Check;
use Seedmill::Report;
use Seedmill::Script;
use Seedmill::Suite;

my $LAST_LINE = 9_999_999;
my ( $file, $reached, $left, $died );

# Of each file of the suite the lines where an exit leaves nothing out, where that is asked.
my %ends;

# The subs that the suite has defined and does not replace itself, by name.
my %own;

# Whether it has a `die` of its own.
my $dies;

sub import {
    my ( undef, $known ) = @_;
    @INC = grep { $_ ne '/opt/seedmill/perl' } @INC;
    # Whoever knows what a suite uses spares it the rest.
    Seedmill::Suite::prepare( $known // 'Test::More' ) if ( $known // '' ) ne 'script';

    my ( $report, $needs, @job ) = Seedmill::Report::open_report();
    my @code = splice @job, 0, shift @job;
    push @INC, splice @job, 0, shift @job;
    my @first = splice @job, 0, shift @job;
    %ends = map { reverse split /:/, $_, 2 } splice @job, 0, shift @job;
    Seedmill::Check::refuse_mistakes( sub { undef $report }, \&text_of, @code );
    # Returns in a process for each of them.
    ( $file, $report ) = Seedmill::Report::each_alone( $report, @job );

    my $end =
        $needs eq 'script'
        ? Seedmill::Script::watch( $report, $file )
        : Seedmill::Suite::watch( $report, $file, $needs );
    my $process = $$;
    $judge = sub {
        my $code = shift;
        return if $$ != $process;
        no strict 'refs';
        $report->( tampered => \1 ) if !$dies && ( defined &CORE::GLOBAL::die || defined &main::die );
        $report->( tampered => \1 ) if grep { !defined &{"main::$_"} || \&{"main::$_"} != $own{$_} } keys %own;
        $end->( { code => $code, reached => $reached, left => $left, died => $died } );
    };

    $0 = $file;
    @ARGV = ();
    *CORE::GLOBAL::exit = \&leave;
    $SIG{__DIE__} = sub { $died = $_[0] unless $^S };
    read_main_from( with_end( text_of($file), @first ) );
    return;
}

# In place of perl's own: tells an exit of the suite from one of the program under test, and one at its end from one
# that leaves checks out.
sub leave (;$) {
    my $code = @_ ? $_[0] : 0;
    my $own = 1;
    for ( my $depth = 0 ; my @frame = caller $depth ; $depth++ ) {
        $own = 0 if !( %ends ? is_end( @frame[ 1, 2 ], $code ) : $frame[1] eq $file );
        # Whoever says `# line` may say that it is in any file.
        $own = 0 if $depth > 0 && !is_declared( $frame[3] );
    }
    $left = $code if $own;
    CORE::exit($code);
}

sub is_end {
    my ( $path, $line, $code ) = @_;
    $path =~ s{^(?:/work/|\./)+}{};
    my $lines = $ends{$path} // return 0;
    return $code != 0 || grep { my ( $from, $to ) = split /-/; $line >= $from && $line <= ( $to // $from ) } split /,/, $lines;
}

# Whether the suite declares a sub of this name, or has none there but anonymous ones.
my $words;

sub is_declared {
    my ($name) = $_[0] =~ /(\w+)\z/;
    return 1 if $_[0] eq '(eval)' || $name =~ /^(?:__ANON__|BEGIN|INIT|END)$/;
    $words //= join "\n", map { text_of( m{^/} ? $_ : "/work/$_" ) } $file, keys %ends;
    return $words =~ /\bsub\s+(?:[\w:]+::)?$name\b/;
}

# Called when the suite is compiled: remembers its subs.
sub compiled {
    my $text = text_of($file);
    $dies = $text =~ /\bCORE::GLOBAL\b|\bsub\s+die\b|\*(?:main::)?die\b/;
    no strict 'refs';
    %own = map { ( $_ => \&{"main::$_"} ) }
        grep { defined &{"main::$_"} && $text !~ /\*\{?\W*(?:main::|::)?$_\b/ } $text =~ /^[ \t]*sub\s+(\w+)/mg;
    return;
}

# The last statement of the suite, at a line where it has no other.
sub reached {
    my @from = caller 0;
    $reached = 1 if $from[1] eq $file && $from[2] == $LAST_LINE && !defined caller 1 && ${^GLOBAL_PHASE} eq 'RUN';
}

sub text_of {
    my $path = shift;
    open my $in, '<:raw', $path or die "cannot read $path: $!\n";
    local $/;
    # Perl itself overlooks the mark of the encoding at the beginning of a file.
    return scalar <$in> =~ s/^\xEF\xBB\xBF//r;
}

# The program with what is loaded before it, and its last statement, which stands before any data.
sub with_end {
    my ( $text, @first ) = @_;
    my $data = $text =~ s/^(__(?:END|DATA)__\b.*)\z//ms ? $1 : '';
    my @pod = $text =~ /^=([a-zA-Z]\w*)/mg;
    my $close = @pod && $pod[-1] ne 'cut' ? "\n\n=cut\n" : '';
    my $load = join '', map { "BEGIN { Seedmill::load('$_') }" } @first;
    return qq{$load\n# line 1 "$file"\n$text$close\n# line $LAST_LINE "$file"\n;BEGIN { Seedmill::compiled() } Seedmill::reached();\n$data};
}

# Unlike `require`, content with a file that does not end with a true value.
sub load {
    my $path = shift;
    package main;
    do $path;
    die $@ if $@;
    return;
}

sub read_main_from {
    my $text = shift;
    my $path = "/tmp/.seedmill-$$";
    open my $main, '+>:raw', $path or die "cannot write $path: $!\n";
    unlink $path;
    syswrite $main, $text;
    sysseek $main, 0, 0;
    open STDIN, '<&', $main or die "cannot take stdin: $!\n";
    return;
}

1;
