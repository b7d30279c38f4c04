native=$PWD/runners/native
cd "$(mktemp -d)"
mkdir -p /opt/seedmill/link
gcc -O2 -static -Wall -Wextra -Werror -o /opt/seedmill/run "$native"/run/*.c
gcc -O2 -static -Wall -Wextra -Werror -DMULTIARCH="\"$(gcc -print-multiarch)\"" \
  -DCC1='""' -DCC1PLUS="\"$(gcc -print-prog-name=cc1plus)\"" -o /opt/seedmill/build "$native"/build/*.c
# The code that starts a program, with ours in the place of main. Only what others need keeps a name.
program=$native/program link=/opt/seedmill/link
objcopy --redefine-sym main=seedmill_main "$(gcc -print-file-name=crt1.o)" crt1.o
gcc -c -O2 -fno-pie -Wall -Wextra -Werror "$program/proof.c" "$program/plain_main.c"
g++ -c -O1 -std=gnu++20 -fno-pie -Wall -Wextra "$program"/doctest_*.cpp "$program"/catch_*.cpp "$program"/gtest_*.cpp
ld -r -o $link/start-plain.o crt1.o proof.o
for kind in doctest catch gtest; do ld -r -o $link/start-$kind.o crt1.o proof.o ${kind}_reporter.o; done
for kind in plain doctest catch gtest; do
  objcopy -w --localize-symbol='seedmill_*' $link/start-$kind.o
  cp ${kind}_main.o $link/$kind-main.o
done
start=$link/start lib=/usr/lib/$(gcc -print-multiarch) catch=$(find /usr/lib -name libCatch2.a)
sh "$native/image/link-kinds.sh" cpp \
  "plain=$start-plain.o" "plain-main=$start-plain.o $link/plain-main.o" \
  "doctest=$start-doctest.o" "doctest-main=$start-doctest.o $link/doctest-main.o" \
  "catch=$start-catch.o $catch" "catch-main=$start-catch.o $link/catch-main.o $catch" \
  "gtest=$start-gtest.o $lib/libgmock.a $lib/libgtest.a" \
  "gtest-main=$start-gtest.o $link/gtest-main.o $lib/libgmock.a $lib/libgtest.a"
# Last, because they take the longest.
cp -r "$native/include" /opt/seedmill/
(cd /opt/seedmill/include && mkdir doctest catch2 && cp doctest.h doctest/ && cp catch.hpp catch2/ \
  && cp catch.hpp catch_amalgamated.hpp && cp catch.hpp catch2/catch_amalgamated.hpp)
g++ -shared -fPIC -fno-rtti -O1 -I"$(g++ -print-file-name=plugin)/include" -o instantiate.so "$native/image/instantiate.cc"
sh "$native/image/precompile.sh" "$PWD/instantiate.so"
