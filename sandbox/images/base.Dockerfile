# The agent alone, over Debian. Every language's image starts here.
FROM debian:trixie-slim AS agent
LABEL seedmill.image=base
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY images /source/images
COPY agent /source/agent
RUN mkdir -p /opt/seedmill && cd /source && sh -e images/base.sh

FROM debian:trixie-slim
# Mount points: at run time the root file system is read-only.
RUN mkdir -p /work /opt/seedmill/stage
COPY --from=agent /opt/seedmill/ /opt/seedmill/
# Words behind it are the command of a process to be kept ready in each jail; see docs/security.md.
ENTRYPOINT ["/opt/seedmill/agent"]
