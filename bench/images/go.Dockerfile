ARG BASE
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends golang-1.24-go
ENV PATH=/usr/lib/go-1.24/bin:/usr/local/bin:/usr/bin:/bin GOTOOLCHAIN=local GOCACHE=/cache CGO_ENABLED=0 GOFLAGS=-count=1
# Whoever types `go test` has compiled the standard library long ago.
RUN mkdir /warm && cd /warm && printf 'module warm\n\ngo 1.24\n' > go.mod \
 && printf 'package warm\n\nimport (\n\t_ "container/list"\n\t_ "errors"\n\t_ "reflect"\n\t_ "regexp"\n\t_ "sort"\n\t_ "strconv"\n\t_ "strings"\n\t"testing"\n)\n\nfunc TestWarm(t *testing.T) {}\n' > warm_test.go \
 && go test ./... && chmod -R a+rwX /cache
