ARG BASE
FROM ${BASE} AS assertions
RUN apt-get update && apt-get install -y --no-install-recommends bats-assert bats-file bats-support shunit2
SHELL ["/bin/bash", "-c"]
# All of them as one file of bare functions: every test loads it afresh.
RUN for library in support assert file; do . /usr/lib/bats/bats-$library/load.bash; done; declare -f > /assertions.bash

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends bc bsdextrautils dc gawk jq procps xxd \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc /usr/share/man
COPY --from=assertions /assertions.bash /opt/seedmill/bash/
COPY --from=assertions /usr/share/shunit2/shunit2 /usr/local/bin/
COPY runners/bash/ /opt/seedmill/bash/
# The warm runner.
CMD ["perl", "/opt/seedmill/bash/run_bash.pl"]
