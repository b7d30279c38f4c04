package Seedmill::Suite;

# A suite of Test2, on which Test::More stands: follows the events of its outermost hub.

use strict;
use warnings;

my $OUTSIDE = '<collection>';

# The code of the framework, by name.
my %code;

# Loads the framework. What is ready before there is a suite costs it nothing.
sub prepare {
    my $wanted = shift;
    require Test2::API;
    Test2::API::test2_start_preload() if !Test2::API::test2_in_preload();
    require Test::More;
    require Test2::V0 if $wanted eq 'Test2::V0';
    return;
}

sub leave_preload {
    Test2::API::test2_stop_preload() if $INC{'Test2/API.pm'};
    delete $ENV{T2_IN_PRELOAD};
    return;
}

sub watch {
    my ( $report, $file, $needs ) = @_;
    prepare($needs);
    leave_preload();
    my $hub = Test2::API::test2_stack()->top;
    my %seen = ( count => 0, bad => 0 );
    my $failure;
    my $flush = sub { $report->( %{$failure} ) if $failure; $failure = undef };
    my $listen = sub {
        my ( undef, $event ) = @_;
        $seen{foreign}++ if ( caller 0 )[0] ne 'Test2::Hub';
        my $facets = $event->facet_data;
        if ( $failure && $facets->{info} && !$facets->{assert} ) {
            $failure->{message} .= "\n$_->{details}" for grep { $_->{tag} eq 'DIAG' } @{ $facets->{info} };
            return;
        }
        $flush->();
        my $outcome = outcome_of( $facets, $seen{count} + 1 ) or return;
        $seen{count}++ if $facets->{assert};
        $seen{bad}++ if $outcome->{outcome} ne 'passed';
        $seen{skipped_all} = 1 if $facets->{plan};
        if   ( $outcome->{outcome} eq 'failed' ) { $failure = $outcome }
        else                                     { $report->( %{$outcome} ) }
    };
    $hub->listen( $listen, inherit => 0 );
    watch_filters( $file, sub { $seen{foreign}++ } );
    %code = framework();
    return sub {
        my $end = shift;
        $flush->();
        my $whole = grep { $_->{code} == $listen } @{ $hub->{_listeners} || [] };
        $whole &&= !$seen{foreign} && $hub == Test2::API::test2_stack()->top && $hub->count == $seen{count};
        $report->( tampered => \1 ) unless $whole && is_whole($file);
        if ( !$end->{reached} && !defined $end->{left} && !$seen{skipped_all} ) {
            # What dies ends with a code of its own, and so does Test2 where tests are missing.
            $report->( outside( $end->{died} ) ) if $end->{code} != 0 && defined $end->{died};
            return;
        }
        my $planned = $hub->plan // 'nothing';
        if ( !$seen{bad} && $seen{count} > 0 && ( $end->{code} != 0 || $planned ne $seen{count} ) ) {
            $report->( outside("planned $planned, ran $seen{count}, ended with exit code $end->{code}") );
        }
        $report->( end => \1 );
    };
}

# Only the suite and the framework change events on their way.
sub watch_filters {
    my ( $file, $foreign ) = @_;
    no strict 'refs';
    no warnings 'redefine';
    for my $name (qw(filter pre_filter)) {
        my $add = \&{"Test2::Hub::$name"};
        *{"Test2::Hub::$name"} = sub {
            my ( $package, $from ) = caller;
            $foreign->() if $from ne $file && $package !~ /^Test(?:2|::)/;
            goto &$add;
        };
    }
    return;
}

sub outside {
    my ( $message, $outcome ) = @_;
    return ( test => $OUTSIDE, scope => 'file', outcome => $outcome // 'failed', kind => 'error', message => $message );
}

# The record of an event that is a test, or that ends the suite; undef of others.
sub outcome_of {
    my ( $facets, $number ) = @_;
    my ( $assert, $control, $plan ) = @{$facets}{qw(assert control plan)};
    return { outside("bailed out: $control->{details}") } if $control && $control->{halt};
    return { outside( $plan->{details} // 'skips all', 'skipped' ) } if $plan && $plan->{skip};
    if ( !$assert ) {
        my ($error) = grep { $_->{fail} } @{ $facets->{errors} || [] };
        return $error && { outside( $error->{details} ) };
    }
    my $name = defined $assert->{details} && $assert->{details} ne '' ? $assert->{details} : "test $number";
    return { test => $name, outcome => 'skipped' } if @{ $facets->{amnesty} || [] };
    return { test => $name, outcome => 'passed' } if $assert->{pass};
    my $kind = !$facets->{parent} || failed_within($facets) ? 'assertion' : 'error';
    my $message = join "\n", map { $_->{details} } @{ $facets->{info} || [] };
    return { test => $name, outcome => 'failed', kind => $kind, message => "not ok: $name\n$message" };
}

# Whether an assertion within a subtest failed; it may have died instead, or have kept no plan.
sub failed_within {
    my $facets = shift;
    return grep { $_->{assert} && !$_->{assert}{pass} } @{ $facets->{parent}{children} || [] };
}

# Every sub of the framework, by name.
sub framework {
    my %found;
    for my $module ( grep { /^Test2?\b/ && /\.pm$/ } keys %INC ) {
        ( my $package = substr $module, 0, -3 ) =~ s{/}{::}g;
        no strict 'refs';
        my $stash = \%{"${package}::"};
        for my $name ( keys %{$stash} ) {
            my $glob = \$stash->{$name};
            $found{"${package}::$name"} = *{$glob}{CODE} if ref $glob eq 'GLOB' && defined *{$glob}{CODE};
        }
    }
    return %found;
}

# Whether the framework is as it was, and what the suite took from it is of it, or of the suite.
sub is_whole {
    my $file = shift;
    my %now = framework();
    for my $name ( keys %code ) {
        return 0 if !defined $now{$name} || $now{$name} != $code{$name};
    }
    my %known = map { $_ => 1 } values %code;
    no strict 'refs';
    for my $name ( map { @{"${_}::EXPORT"} } qw(Test::More Test2::V0) ) {
        next if $name !~ /^\w+$/;
        my $mine = main->can($name) or next;
        next if $known{$mine};
        require B;
        my $start = B::svref_2object($mine)->START;
        return 0 if $start->can('file') && $start->file ne $file;
    }
    return 1;
}

1;
