#!/bin/sh
# Makes the files in /opt/seedmill/link: the arguments with which a program of each kind is linked, its own objects apart.
#
#   link-kinds.sh <language> <kind>=<extra arguments, blanks between>…
set -eu
language=$1
shift
arch=$(gcc -print-multiarch)
loader=$(objdump -p /bin/true | sed -n 's/.*\(\/lib[^ ]*ld-[^ ]*\).*/\1/p')
test -n "$loader" || loader=$(readelf -l /bin/true | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
mkdir -p /opt/seedmill/link
for kind in "$@"; do
  {
    printf '%s\n' -dynamic-linker "$loader" --eh-frame-hdr --hash-style=gnu
    for part in crti.o crtbegin.o crtend.o crtn.o; do gcc -print-file-name="$part"; done
    for part in ${kind#*=}; do echo "$part"; done
    if [ "$language" = cpp ]; then g++ -print-file-name=libstdc++.so; fi
    echo "/lib/$arch/libm.so.6"
    if [ "$language" = cpp ]; then echo "/lib/$arch/libgcc_s.so.1"; fi
    gcc -print-file-name=libgcc.a
    echo "/lib/$arch/libc.so.6"
    gcc -print-file-name=libc_nonshared.a
  } > "/opt/seedmill/link/${kind%%=*}"
done
