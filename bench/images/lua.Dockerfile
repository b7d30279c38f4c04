ARG BASE
FROM ${BASE}
# Only its one file is wanted; the package drags a compiler along.
RUN cd /tmp && apt-get update && apt-get download lua-unit && dpkg -x lua-unit_*.deb / && rm lua-unit_*.deb
ENV LUA_PATH=/usr/share/lua/5.1/?.lua;./?.lua;;
