ARG BASE
FROM ${BASE} AS toolchain
RUN apt-get update && apt-get install -y --no-install-recommends rustc mold libc6-dev
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/rust.sh
# What rustc and mold need of the system, and nothing of the packages they come in.
RUN for library in $(ldd /usr/bin/rustc /usr/bin/mold | awk '$2 == "=>" { print $3 }' | sort -u); do \
      place=/closure$(dirname $(realpath $library)) && mkdir -p $place && cp -L $library $place/ || exit 1; \
    done \
 && mkdir -p /closure/usr/bin && cp /usr/bin/rustc /closure/usr/bin/

FROM ${BASE}
COPY --from=toolchain /closure /
COPY --from=toolchain /opt/seedmill/rust /opt/seedmill/rust
