ARG BASE
# Docker unpacks the npm package that carries Node: Debian's own is too old and four times slower to start.
FROM ${BASE} AS node
ADD node.tgz /
# A program that may be run and not read makes processes whose memory nobody but root can open in /proc.
RUN chmod 711 /package/bin/node

FROM ${BASE}
COPY --from=node /package/bin/node /usr/local/bin/node
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/javascript.sh && rm -r /source
# The agent keeps a Node ready that has loaded all it may need.
ENTRYPOINT ["/opt/seedmill/agent", "node", "--no-warnings", "--disable-sigusr1", "--unhandled-rejections=strict", "--permission", "--allow-fs-read=*", \
            "--allow-fs-write=*", "--allow-child-process", "--allow-worker", "/opt/seedmill/node/run.mjs", "ahead"]
