# The agent alone, over Debian. Every language's image starts here.
FROM debian:trixie-slim AS agent
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY agent /agent
WORKDIR /agent
RUN gcc -O2 -static -Wall -Wextra -Werror -o agent *.c \
 && gcc -O2 -shared -fPIC -fvisibility=hidden -Wall -Wextra -Werror -o libagent.so *.c

FROM debian:trixie-slim
# Mount points: at run time the root file system is read-only.
RUN mkdir -p /work /opt/seedmill/stage
COPY --from=agent /agent/agent /agent/libagent.so /opt/seedmill/
# Words behind it are the command of a process to be kept ready in each jail; see docs/security.md.
ENTRYPOINT ["/opt/seedmill/agent"]
