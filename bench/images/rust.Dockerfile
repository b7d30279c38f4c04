ARG BASE
FROM ${BASE}
# The toolchain as Debian has it, with the C compiler that it links with.
RUN rm -rf /usr/lib/rustlib && apt-get update && apt-get install -y --no-install-recommends rustc
