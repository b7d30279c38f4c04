ARG BASE
FROM ${BASE} AS toolchain
RUN apt-get update && apt-get install -y --no-install-recommends rustc mold libc6-dev
COPY runners/rust /runners
WORKDIR /opt/seedmill/rust
# Our harness takes the place of the toolchain's crate `test`; its methods are not for stable Rust.
RUN rustlib=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/lib \
 && rm $rustlib/libtest-* $rustlib/libgetopts-* $rustlib/libunicode_width-* $rustlib/libprofiler_builtins-* \
 && export RUSTC_BOOTSTRAP=1 \
 && rustc --edition 2021 --crate-name test --crate-type rlib -O /runners/harness.rs -o $rustlib/libtest-seedmill.rlib \
 && rustc --edition 2021 --crate-name script --crate-type lib --emit obj -C codegen-units=1 -O /runners/script.rs -o script.o
# mold needs these few files; the C compiler that would name them to it takes longer than it does.
RUN libs=/usr/lib/$(uname -m)-linux-gnu && mkdir lib \
 && cp $libs/Scrt1.o $libs/crti.o $libs/crtn.o $libs/libc_nonshared.a lib/ \
 && sed "s|$libs/libc_nonshared.a|$PWD/lib/libc_nonshared.a|" $libs/libc.so > lib/libc.so \
 && for name in gcc_s.so.1 m.so.6; do ln -s $libs/lib$name lib/lib${name%.so.*}.so; done \
 && for name in util rt pthread dl; do cp $libs/lib$name.a lib/; done \
 && loader=$(ldd /bin/true | grep -o '/lib[^ ]*/ld-linux[^ ]*') \
 && printf '%s\n' -Cdebuginfo=0 -Cstrip=debuginfo -Clinker=/opt/seedmill/rust/mold -Clinker-flavor=ld \
      -Clink-arg=-L$PWD/lib -Clink-arg=--dynamic-linker=$loader \
      -Clink-arg=$PWD/lib/Scrt1.o -Clink-arg=$PWD/lib/crti.o -Clink-arg=$PWD/lib/crtn.o > link.args \
 && printf '%s\n' -Clink-arg=$PWD/script.o -Clink-arg=--wrap=main -Clink-arg=--wrap=exit > script.args \
 && cp /usr/bin/mold mold
# What rustc and mold need of the system, and nothing of the packages they come in.
RUN for library in $(ldd /usr/bin/rustc mold | awk '$2 == "=>" { print $3 }' | sort -u); do \
      place=/closure$(dirname $(realpath $library)) && mkdir -p $place && cp -L $library $place/ || exit 1; \
    done \
 && mkdir -p /closure/usr/bin && cp /usr/bin/rustc /closure/usr/bin/ && cp -r /usr/lib/rustlib /closure/usr/lib/

FROM ${BASE}
COPY --from=toolchain /closure /
COPY --from=toolchain /opt/seedmill/rust /opt/seedmill/rust
