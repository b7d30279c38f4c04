package Seedmill::Report;

# The report: one JSON line a record, each with the secret that came first on stdin. Only closures know the secret.

use strict;
use warnings;

my $MESSAGE_LENGTH = 2000;

# Waits for stdin. Returns a function that writes one record, and what stdin holds after the secret.
sub open_report {
    my $input = '';
    while ( sysread STDIN, $input, 4096, length $input ) { }
    my ( $secret, @job ) = split /\n/, $input;
    $input = '';
    # A number above $^F: perl closes it where a child starts another program.
    open my $given, '>&=', 3 or die "cannot open the report: $!\n";
    open my $out, '>&', $given or die "cannot open the report: $!\n";
    close $given;
    return ( writer( $out, $secret ), @job );
}

sub writer {
    my ( $out, $secret ) = @_;
    my $opening = '{"secret": ' . quoted($secret);
    return sub {
        my @fields = @_;
        my $line = $opening;
        while ( my ( $key, $value ) = splice @fields, 0, 2 ) {
            $line .= ", \"$key\": " . ( ref $value ? 'true' : quoted($value) );
        }
        syswrite $out, "$line}\n";
    };
}

sub quoted {
    my $text = substr "$_[0]", 0, $MESSAGE_LENGTH;
    utf8::decode($text) unless utf8::is_utf8($text);
    $text =~ s/([^\x20-\x7e]|["\\])/join '', map { sprintf '\\u%04x', $_ } units( ord $1 )/ge;
    return qq{"$text"};
}

sub units {
    my $point = shift;
    return $point if $point <= 0xffff;
    return ( 0xd7c0 + ( $point >> 10 ), 0xdc00 + ( $point & 0x3ff ) );
}

# Returns a file and its report. Of several files each gets a process, and a report that goes through this process,
# which waits for them and does not return.
sub each_alone {
    my ( $report, @files ) = @_;
    return ( $files[0], $report ) if @files == 1;
    require POSIX;
    my $failed = 0;
    for my $file (@files) {
        pipe my $from, my $to or die "cannot make a pipe: $!\n";
        my $secret = join '', map { sprintf '%08x', rand 2**32 } 1 .. 4;
        my $child = fork // die "cannot fork: $!\n";
        return ( $file, writer( $to, $secret ) ) if $child == 0;
        close $to;
        my $ended = pass_on( $report, $from, $secret, $file );
        waitpid $child, 0;
        $failed ||= $?;
        $report->( test => $file, scope => 'file', outcome => 'failed', kind => 'error', message => "signal $?" )
            if $? & 127;
        POSIX::_exit(1) unless $ended;
    }
    $report->( end => \1 );
    POSIX::_exit( $failed ? 1 : 0 );
}

# Passes on the records of one file, up to the one that says that it came to its end.
sub pass_on {
    my ( $report, $from, $secret, $file ) = @_;
    my $opening = '{"secret": ' . quoted($secret) . ', ';
    while ( my $line = <$from> ) {
        next if index( $line, $opening ) != 0;
        return 1 if $line =~ /"end": true\}$/;
        my %fields = $line =~ /"(\w+)": ("(?:[^"\\]|\\.)*"|true)/g;
        delete $fields{secret};
        $report->( map { $_ => $fields{$_} eq 'true' ? \1 : plain( $fields{$_} ) } sort keys %fields );
    }
    return 0;
}

sub plain {
    my $text = substr $_[0], 1, -1;
    $text =~ s/\\u(d[89ab]..)\\u(....)/chr( ( ( hex($1) - 0xd7c0 ) << 10 ) + ( hex($2) & 0x3ff ) )/ge;
    $text =~ s/\\u(....)/chr hex $1/ge;
    return $text;
}

1;
