ARG BASE
FROM ${BASE} AS parts
RUN apt-get update && apt-get install -y --no-install-recommends bats-assert bats-file bats-support shunit2
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/bash.sh

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends bc bsdextrautils dc gawk jq procps xxd \
 && rm -rf /var/lib/apt/lists/*
COPY --from=parts /opt/seedmill/bash /opt/seedmill/bash
COPY --from=parts /usr/local/bin/shunit2 /usr/local/bin/
# The warm runner.
CMD ["perl", "/opt/seedmill/bash/run_bash.pl"]
