ARG BASE
# The standard library with our runner in its package testing, testify and go-cmp, all compiled beforehand.
FROM ${BASE} AS toolchain
RUN apt-get update \
 && apt-get install -y --no-install-recommends golang-1.24-go golang-github-stretchr-testify-dev \
      golang-github-google-go-cmp-dev patch
COPY runners /runners
ENV GO111MODULE=off GOPATH=/usr/share/gocode CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-trimpath GOCACHE=/cache
RUN cd /usr/share/go-1.24/src \
 && patch -p1 < /runners/go/std.patch \
 && cp /runners/go/job.go /runners/go/report.go /runners/go/deps.go testing/ \
 && cp /runners/go/lastwords.go runtime/ \
 && cp /runners/go/on_exit.go internal/testlog/
WORKDIR /opt/seedmill/go
RUN export PATH=/usr/lib/go-1.24/bin:$PATH \
 && testify=github.com/stretchr/testify \
 && go list -deps -export -gcflags=all=-dwarf=false -f '{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}' \
      std $testify/assert $testify/require $testify/suite $testify/mock github.com/google/go-cmp/cmp \
      github.com/google/go-cmp/cmp/cmpopts > /packages \
 && while read -r path archive; do \
      install -D -m 644 "$archive" "pkg/$path.a" && echo "packagefile $path=$PWD/pkg/$path.a" >> importcfg || exit 1; \
    done < /packages \
 && cd /runners/go-build && go build -ldflags='-s -w' -o /opt/seedmill/go/build . \
 && cp /usr/lib/go-1.24/pkg/tool/linux_*/compile /usr/lib/go-1.24/pkg/tool/linux_*/link /opt/seedmill/go/ \
 && cp /usr/lib/go-1.24/lib/time/zoneinfo.zip /opt/seedmill/go/

FROM ${BASE}
COPY --from=toolchain /opt/seedmill/go /opt/seedmill/go
