ARG BASE
FROM ${BASE}
# Without what only developers use: documentation, irb, the type tools, the CA certificates.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ruby ruby-minitest ruby-test-unit ruby-rspec \
 && rm -rf /var/lib/apt/lists/* /usr/share/ri \
    /usr/lib/ruby/gems/*/gems/rbs-* /usr/lib/ruby/gems/*/gems/typeprof-* /usr/lib/ruby/gems/*/gems/debug-*
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/ruby.sh && rm -r /source
# The agent, inside a Ruby that has loaded the test frameworks; with the environment of a job.
ENTRYPOINT ["sh", "-c", "exec env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/tmp TMPDIR=/tmp LANG=C.UTF-8 \
            ruby --disable=gems /opt/seedmill/ruby/zygote.rb 3</dev/null"]
