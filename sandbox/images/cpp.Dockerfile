ARG BASE
FROM ${BASE} AS toolchain
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ mold doctest-dev catch2 libgtest-dev libgmock-dev \
 && cd /usr/libexec/gcc/*/14 && rm -rf cc1 lto1 g++-mapper-server \
 && rm -rf /usr/lib/gcc/*/14/lib?san* /usr/lib/*/lib?san.so* /usr/lib/*/libhwasan.so* /usr/lib/*/libc.a \
      /usr/bin/*gcov* /usr/bin/*gold* /usr/bin/*dwp /usr/bin/*lto-dump* /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale \
      /usr/src /var/lib/apt/lists/*

# The precompiled headers, apart, because they take the longest.
FROM toolchain AS headers
RUN apt-get update && apt-get install -y --no-install-recommends gcc-14-plugin-dev
COPY runners/native/include /opt/seedmill/include
COPY runners/native/image /image
RUN cd /opt/seedmill/include && mkdir doctest catch2 && cp doctest.h doctest/ && cp catch.hpp catch2/ \
 && cp catch.hpp catch_amalgamated.hpp && cp catch.hpp catch2/catch_amalgamated.hpp \
 && g++ -shared -fPIC -fno-rtti -O1 -I"$(g++ -print-file-name=plugin)/include" -o /image/instantiate.so /image/instantiate.cc \
 && sh /image/precompile.sh

FROM ${BASE} AS parts
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ doctest-dev catch2 libgtest-dev libgmock-dev
COPY runners/native /native
WORKDIR /native/program
RUN mkdir -p /parts/link \
 && gcc -O2 -static -Wall -Wextra -Werror -o /parts/run ../run/*.c \
 && gcc -O2 -static -Wall -Wextra -Werror -DMULTIARCH="\"$(gcc -print-multiarch)\"" \
      -DCC1='""' -DCC1PLUS="\"$(gcc -print-prog-name=cc1plus)\"" -o /parts/build ../build/*.c
# The code that starts a program, with ours in the place of main. Only what others need keeps a name.
RUN objcopy --redefine-sym main=seedmill_main "$(gcc -print-file-name=crt1.o)" crt1.o \
 && gcc -c -O2 -fno-pie -Wall -Wextra -Werror proof.c plain_main.c \
 && g++ -c -O1 -std=gnu++20 -fno-pie -Wall -Wextra doctest_*.cpp catch_*.cpp gtest_*.cpp \
 && for kind in plain doctest catch gtest; do \
      ld -r -o "/parts/link/start-$kind.o" crt1.o proof.o $(test $kind = plain || echo "${kind}_reporter.o") \
      && objcopy -w --localize-symbol='seedmill_*' "/parts/link/start-$kind.o" \
      && cp "${kind}_main.o" "/parts/link/$kind-main.o" || exit 1; \
    done

FROM toolchain
COPY --from=headers /opt/seedmill /opt/seedmill
COPY --from=parts /parts /opt/seedmill
COPY runners/native/image/link-kinds.sh /tmp/
RUN start=/opt/seedmill/link/start && main=/opt/seedmill/link && lib="/usr/lib/$(gcc -print-multiarch)" && catch="$(find /usr/lib -name libCatch2.a)" \
 && sh /tmp/link-kinds.sh cpp \
      "plain=$start-plain.o" "plain-main=$start-plain.o $main/plain-main.o" \
      "doctest=$start-doctest.o" "doctest-main=$start-doctest.o $main/doctest-main.o" \
      "catch=$start-catch.o $catch" "catch-main=$start-catch.o $main/catch-main.o $catch" \
      "gtest=$start-gtest.o $lib/libgmock.a $lib/libgtest.a" \
      "gtest-main=$start-gtest.o $main/gtest-main.o $lib/libgmock.a $lib/libgtest.a" \
 && rm /tmp/link-kinds.sh
