package main;

# Before any pragma, which would hold for the text too. It is compiled, and not run.
sub Seedmill::Check::compiles { return eval qq{return 1;\n# line 1 "$_[0]"\n$_[1]} }

package Seedmill::Check;

# Compiles a program before any of it runs, as `perl -c` does.

use strict;
use warnings;

use POSIX ();

my $SYNTAX = qr/\b(syntax error|Missing right|Unmatched right|Can't find string terminator|Unrecognized character)\b/i;

# How the process ends instead of running, with a line on stderr that says why.
my $REFUSED = 65;
my %why = ( 1 => 'syntax', 2 => 'lint' );

# Ends the process where perl cannot compile one of the files. What they do when they are compiled, they do in a process
# of their own, which forgets the report.
sub refuse_mistakes {
    my ( $forget, $text_of, @files ) = @_;
    return if !@files;
    my $child = fork // die "cannot fork: $!\n";
    if ( $child == 0 ) {
        $forget->();
        look( $text_of, @files );
    }
    waitpid $child, 0;
    my $why = $why{ $? >> 8 } or return;
    print {*STDERR} "refused: $why\n";
    POSIX::_exit($REFUSED);
}

sub look {
    my ( $text_of, @files ) = @_;
    # They are told when the program is loaded.
    local $SIG{__WARN__} = sub { };
    for my $file (@files) {
        next if compiles( $file, $text_of->($file) );
        my $error = $@;
        print {*STDERR} $error;
        POSIX::_exit( $error =~ $SYNTAX ? 1 : 2 );
    }
    POSIX::_exit(0);
}

1;
