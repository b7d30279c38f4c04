ARG BASE
FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev liblua5.4-dev lua5.4 lua-luassert lua-say
# Only its one file is wanted; the package drags a compiler along.
RUN apt-get download lua-unit && dpkg -x lua-unit_*.deb /
COPY runners/lua/ /lua/
WORKDIR /opt/seedmill/lua
RUN gcc -O2 -static -Wall -Wextra -Werror -I/usr/include/lua5.4 -o run_lua /lua/run_lua.c -llua5.4 -lm
# Bytecode loads in a fraction of the time.
RUN for part in suite guard environment luaunit busted lint; do luac5.4 -s -o $part.luac /lua/$part.lua; done \
 && mkdir modules \
 && cd /usr/share/lua/5.1 \
 && for file in luaunit.lua say/init.lua luassert/*.lua luassert/languages/en.lua luassert/formatters/*.lua luassert/matchers/*.lua; do \
      name=$(echo "${file%.lua}" | tr / .); \
      luac5.4 -s -o /opt/seedmill/lua/modules/${name%.init}.luac $file; \
    done

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends lua5.4 \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc /usr/share/man
COPY --from=build /opt/seedmill/lua/ /opt/seedmill/lua/
# The warm runner.
CMD ["/opt/seedmill/lua/run_lua"]
