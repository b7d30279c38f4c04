# The agent alone, over Debian. Every language's image starts here.
FROM debian:trixie-slim AS agent
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY agent /agent
RUN gcc -O2 -static -Wall -Wextra -Werror -o /agent/agent /agent/*.c

FROM debian:trixie-slim
# Mount points: at run time the root file system is read-only.
RUN mkdir -p /work /opt/seedmill/stage
COPY --from=agent /agent/agent /opt/seedmill/agent
ENTRYPOINT ["/opt/seedmill/agent"]
