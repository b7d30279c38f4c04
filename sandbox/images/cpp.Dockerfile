ARG BASE
FROM ${BASE} AS parts
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ gcc-14-plugin-dev doctest-dev catch2 libgtest-dev libgmock-dev
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/cpp.sh

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ mold doctest-dev catch2 libgtest-dev libgmock-dev \
 && cd /usr/libexec/gcc/*/14 && rm -rf cc1 lto1 g++-mapper-server \
 && rm -rf /usr/lib/gcc/*/14/lib?san* /usr/lib/*/lib?san.so* /usr/lib/*/libhwasan.so* /usr/lib/*/libc.a \
      /usr/bin/*gcov* /usr/bin/*gold* /usr/bin/*dwp /usr/bin/*lto-dump* \
      /usr/src /var/lib/apt/lists/*
COPY --from=parts /opt/seedmill /opt/seedmill
