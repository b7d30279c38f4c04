ARG BASE
# Docker unpacks the npm package that carries Node: Debian's own is too old and four times slower to start.
FROM ${BASE} AS node
ADD node.tgz /

FROM ${BASE}
COPY --from=node /package/bin/node /usr/local/bin/node
COPY runners/run_node_test.mjs /opt/seedmill/
