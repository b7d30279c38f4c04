ARG BASE
FROM ${BASE}
# Test::More and Test2::V0 come with Perl itself.
RUN apt-get update \
 && apt-get install -y --no-install-recommends perl libtest-most-perl libtest-fatal-perl \
 && rm -rf /var/lib/apt/lists/*
# Not readable, so that the kernel gives no process its own memory to read, where the report's secret is.
RUN chmod 0711 /usr/bin/perl
COPY runners/perl /opt/seedmill/perl
# The warm runner.
CMD ["env", "PERL_HASH_SEED=0", "T2_RAND_SEED=1", "perl", "-I/opt/seedmill/perl", "-MSeedmill", "-"]
