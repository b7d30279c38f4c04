package Seedmill::Script;

# A plain program, whose one test is to reach its own end, or an exit of its own with 0.

use strict;
use warnings;

# Returns what judges how it ended.
sub watch {
    my ( $report, $file ) = @_;
    Seedmill::Suite::leave_preload();
    return sub {
        my $end = shift;
        my $failed = sub { $report->( test => $file, outcome => 'failed', kind => $_[0], message => $_[1] ) };
        if ( !$end->{reached} && !defined $end->{left} ) {
            # Somebody else ended it.
            my $died = $end->{died};
            return if $end->{code} == 0 || !defined $died;
            # A check that a script makes by itself dies in the script itself.
            my $checks = $died =~ / at \Q$file\E line \d+\.?$/m && $died !~ /\A(?:Can't|Undefined|Not a)\b/;
            $failed->( $checks ? 'assertion' : 'error', $died );
        }
        elsif ( $end->{code} != 0 ) {
            $failed->( 'assertion', "ended with exit code $end->{code}" );
        }
        else {
            $report->( test => $file, outcome => 'passed' );
        }
        $report->( end => \1 );
    };
}

1;
