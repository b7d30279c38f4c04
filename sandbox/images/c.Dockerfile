ARG BASE
FROM ${BASE} AS parts
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev check libcmocka-dev
# Unity has no package of its own: another one carries it, and drags Ruby along.
RUN cd /tmp && apt-get download cmock && dpkg -x cmock_*.deb /
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/c.sh

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev mold check libcmocka-dev \
 && cd /usr/libexec/gcc/*/14 && rm -rf lto1 g++-mapper-server \
 && rm -rf /usr/lib/gcc/*/14/lib?san* /usr/lib/*/lib?san.so* /usr/lib/*/libhwasan.so* /usr/bin/*gcov* /usr/bin/*gold* \
      /usr/bin/*dwp /usr/bin/*lto-dump* /var/lib/apt/lists/*
COPY --from=parts /opt/seedmill /opt/seedmill
