runners=$PWD/runners/rust
mkdir -p /opt/seedmill/rust
cd /opt/seedmill/rust
# A copy of the compiled standard library, in which our harness takes the place of the crate `test`; its methods are
# not for stable Rust.
rustlib=lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/lib
mkdir -p "sysroot/$rustlib"
cp "$(rustc --print sysroot)/$rustlib"/*.rlib "sysroot/$rustlib/"
rm "sysroot/$rustlib"/libtest-* "sysroot/$rustlib"/libgetopts-* "sysroot/$rustlib"/libunicode_width-* \
  "sysroot/$rustlib"/libprofiler_builtins-*
export RUSTC_BOOTSTRAP=1
rustc() { /usr/bin/rustc --sysroot "$PWD/sysroot" --edition 2021 "$@"; }
rustc --crate-name test --crate-type rlib -O "$runners/harness.rs" -o "sysroot/$rustlib/libtest-seedmill.rlib"
rustc --crate-name script --crate-type lib --emit obj -C codegen-units=1 -O "$runners/script.rs" -o script.o
rustc --crate-name guard --crate-type lib --emit obj -C codegen-units=1 -C panic=abort -O "$runners/guard.rs" -o guard.o
# mold needs these few files; the C compiler that would name them to it takes longer than it does.
libs=/usr/lib/$(uname -m)-linux-gnu
mkdir lib
cp "$libs/Scrt1.o" "$libs/crti.o" "$libs/crtn.o" "$libs/libc_nonshared.a" lib/
sed "s|$libs/libc_nonshared.a|$PWD/lib/libc_nonshared.a|" "$libs/libc.so" > lib/libc.so
for name in gcc_s.so.1 m.so.6; do ln -s "$libs/lib$name" "lib/lib${name%.so.*}.so"; done
for name in util rt pthread dl; do cp "$libs/lib$name.a" lib/; done
loader=$(ldd /bin/true | grep -o '/lib[^ ]*/ld-linux[^ ]*')
printf '%s\n' --sysroot="$PWD/sysroot" -Cdebuginfo=0 -Cstrip=debuginfo -Clinker="$PWD/mold" -Clinker-flavor=ld \
  -Clink-arg=-L"$PWD/lib" -Clink-arg=--dynamic-linker="$loader" \
  -Clink-arg="$PWD/lib/Scrt1.o" -Clink-arg="$PWD/lib/crti.o" -Clink-arg="$PWD/lib/crtn.o" \
  -Clink-arg="$PWD/guard.o" > link.args
printf '%s\n' -Clink-arg="$PWD/script.o" -Clink-arg=--wrap=main -Clink-arg=--wrap=exit > script.args
cp /usr/bin/mold mold
