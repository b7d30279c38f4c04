ARG BASE
FROM ${BASE} AS parts
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev check libcmocka-dev
# Unity has no package of its own: another one carries it.
RUN cd /tmp && apt-get download cmock && dpkg-deb -x cmock_*.deb cmock && mv cmock/usr/share/cmock/vendor/unity/src /unity
COPY runners/native /native
WORKDIR /native/program
RUN mkdir -p /parts/unity /parts/link && cp /unity/unity.h /unity/unity_internals.h /parts/unity \
 && gcc -O2 -static -Wall -Wextra -Werror -o /parts/run ../run/*.c \
 && gcc -O2 -static -Wall -Wextra -Werror -DMULTIARCH="\"$(gcc -print-multiarch)\"" \
      -DCC1="\"$(gcc -print-prog-name=cc1)\"" -DCC1PLUS='""' -o /parts/build ../build/*.c
# The code that starts a program, with ours in the place of main. Only what others need keeps a name.
RUN objcopy --redefine-sym main=seedmill_main "$(gcc -print-file-name=crt1.o)" crt1.o \
 && gcc -c -O2 -fno-pie -Wall -Wextra -Werror proof.c plain_main.c check_reporter.c cmocka_reporter.c \
 && gcc -c -O2 -fno-pie -Wall -Wextra -Werror -DUNITY_INCLUDE_DOUBLE -I/unity unity_reporter.c \
 && gcc -c -O2 -fno-pie -DUNITY_INCLUDE_DOUBLE -DUNITY_SKIP_DEFAULT_RUNNER -DUnityConcludeTest=seedmill_unity_conclude \
      -D'UNITY_OUTPUT_CHAR(c)=seedmill_unity_print(c)' \
      -D'UNITY_OUTPUT_CHAR_HEADER_DECLARATION=seedmill_unity_print(int c)' -I/unity /unity/unity.c \
 && for kind in plain unity check cmocka; do \
      ld -r -o "/parts/link/start-$kind.o" crt1.o proof.o \
        $(test $kind = plain || echo "${kind}_reporter.o") $(test $kind = unity && echo unity.o) \
      && objcopy -w --localize-symbol='seedmill_*' "/parts/link/start-$kind.o" || exit 1; \
    done \
 && cp plain_main.o /parts/link/plain-main.o

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev mold check libcmocka-dev \
 && cd /usr/libexec/gcc/*/14 && rm -rf lto1 g++-mapper-server \
 && rm -rf /usr/lib/gcc/*/14/lib?san* /usr/lib/*/lib?san.so* /usr/lib/*/libhwasan.so* /usr/bin/*gcov* /usr/bin/*gold* \
      /usr/bin/*dwp /usr/bin/*lto-dump* /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /var/lib/apt/lists/*
COPY --from=parts /parts /opt/seedmill
COPY runners/native/include /opt/seedmill/include
COPY runners/native/image/link-kinds.sh /tmp/
RUN sh /tmp/link-kinds.sh c \
      'plain=/opt/seedmill/link/start-plain.o' \
      'plain-main=/opt/seedmill/link/start-plain.o /opt/seedmill/link/plain-main.o' \
      'unity=/opt/seedmill/link/start-unity.o' \
      "check=--wrap=srunner_run --wrap=srunner_run_all /opt/seedmill/link/start-check.o $(gcc -print-file-name=libcheck_pic.a) $(gcc -print-file-name=libsubunit.a)" \
      "cmocka=--wrap=_cmocka_run_group_tests /opt/seedmill/link/start-cmocka.o $(gcc -print-file-name=libcmocka.so)" \
 && rm /tmp/link-kinds.sh
