ARG BASE
FROM ${BASE} AS toolchain
RUN apt-get update \
 && apt-get install -y --no-install-recommends golang-1.24-go golang-github-stretchr-testify-dev \
      golang-github-google-go-cmp-dev patch
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/go.sh

FROM ${BASE}
COPY --from=toolchain /opt/seedmill/go /opt/seedmill/go
