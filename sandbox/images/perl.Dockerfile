ARG BASE
FROM ${BASE}
# Test::More and Test2::V0 come with Perl itself.
RUN apt-get update \
 && apt-get install -y --no-install-recommends perl libtest-most-perl libtest-fatal-perl \
 && rm -rf /var/lib/apt/lists/*
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/perl.sh && rm -r /source
# The warm runner.
CMD ["env", "PERL_HASH_SEED=0", "T2_RAND_SEED=1", "perl", "-I/opt/seedmill/perl", "-MSeedmill", "-"]
