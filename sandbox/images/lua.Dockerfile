ARG BASE
FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev liblua5.4-dev lua5.4 lua-luassert lua-say
# Only its one file is wanted; the package drags a compiler along.
RUN apt-get download lua-unit && dpkg -x lua-unit_*.deb /
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/lua.sh

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends lua5.4 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/seedmill/lua/ /opt/seedmill/lua/
# The warm runner.
CMD ["/opt/seedmill/lua/run_lua"]
