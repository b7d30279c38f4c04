native=$PWD/runners/native
unity=/usr/share/cmock/vendor/unity/src
cd "$(mktemp -d)"
mkdir -p /opt/seedmill/unity /opt/seedmill/link
cp -r "$native/include" /opt/seedmill/
cp $unity/unity.h $unity/unity_internals.h /opt/seedmill/unity/
gcc -O2 -static -Wall -Wextra -Werror -o /opt/seedmill/run "$native"/run/*.c
gcc -O2 -static -Wall -Wextra -Werror -DMULTIARCH="\"$(gcc -print-multiarch)\"" \
  -DCC1="\"$(gcc -print-prog-name=cc1)\"" -DCC1PLUS='""' -o /opt/seedmill/build "$native"/build/*.c
# The code that starts a program, with ours in the place of main. Only what others need keeps a name.
program=$native/program
objcopy --redefine-sym main=seedmill_main "$(gcc -print-file-name=crt1.o)" crt1.o
gcc -c -O2 -fno-pie -Wall -Wextra -Werror \
  "$program/proof.c" "$program/plain_main.c" "$program/check_reporter.c" "$program/cmocka_reporter.c"
gcc -c -O2 -fno-pie -Wall -Wextra -Werror -DUNITY_INCLUDE_DOUBLE -I$unity "$program/unity_reporter.c"
gcc -c -O2 -fno-pie -DUNITY_INCLUDE_DOUBLE -DUNITY_SKIP_DEFAULT_RUNNER -DUnityConcludeTest=seedmill_unity_conclude \
  -D'UNITY_OUTPUT_CHAR(c)=seedmill_unity_print(c)' \
  -D'UNITY_OUTPUT_CHAR_HEADER_DECLARATION=seedmill_unity_print(int c)' -I$unity $unity/unity.c
link=/opt/seedmill/link
ld -r -o $link/start-plain.o crt1.o proof.o
ld -r -o $link/start-unity.o crt1.o proof.o unity_reporter.o unity.o
for kind in check cmocka; do ld -r -o $link/start-$kind.o crt1.o proof.o ${kind}_reporter.o; done
for kind in plain unity check cmocka; do objcopy -w --localize-symbol='seedmill_*' $link/start-$kind.o; done
cp plain_main.o $link/plain-main.o
sh "$native/image/link-kinds.sh" c \
  "plain=$link/start-plain.o" \
  "plain-main=$link/start-plain.o $link/plain-main.o" \
  "unity=$link/start-unity.o" \
  "check=--wrap=srunner_run --wrap=srunner_run_all $link/start-check.o $(gcc -print-file-name=libcheck_pic.a) $(gcc -print-file-name=libsubunit.a)" \
  "cmocka=--wrap=_cmocka_run_group_tests $link/start-cmocka.o $(gcc -print-file-name=libcmocka.so)"
