# The standard library with our runner in its package testing, testify and go-cmp, all compiled beforehand, and a
# linker that reads them while a program is still compiled.
runners=$PWD/runners
export GO111MODULE=off GOPATH=/usr/share/gocode CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-trimpath
work=$(mktemp -d)
export GOCACHE=$work/cache GOROOT=$work/go
cp -rL /usr/lib/go-1.24 "$GOROOT"
cd "$GOROOT/src"
patch -p1 < "$runners/go/std.patch"
patch -p1 < "$runners/go-link/link.patch"
cp "$runners/go/job.go" "$runners/go/report.go" "$runners/go/deps.go" "$runners/go/next.go" testing/
cp "$runners/go/lastwords.go" runtime/
cp "$runners/go/on_exit.go" internal/testlog/
cp "$runners/go-link/ld.go" cmd/link/internal/ld/program.go
cp "$runners/go-link/loader.go" cmd/link/internal/loader/program.go
# Flags of its own choose what of a suite is run: not for programs to set.
suite=$GOPATH/src/github.com/stretchr/testify/suite/suite.go
sed '/^var matchMethod = flag.String/s/.*/var matchMethod = new(string)/; /^\t"flag"$/d' "$suite" > "$work/suite.go"
echo "{\"Replace\": {\"$(realpath "$suite")\": \"$work/suite.go\", \"$suite\": \"$work/suite.go\"}}" > "$work/overlay"
mkdir -p /opt/seedmill/go
cd /opt/seedmill/go
testify=github.com/stretchr/testify
"$GOROOT/bin/go" list -deps -export -overlay "$work/overlay" -gcflags=all=-dwarf=false -f '{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}' \
  std $testify/assert $testify/require $testify/suite $testify/mock github.com/google/go-cmp/cmp \
  github.com/google/go-cmp/cmp/cmpopts > "$work/packages"
while read -r path archive; do
  install -D -m 644 "$archive" "pkg/$path.a"
  echo "packagefile $path=$PWD/pkg/$path.a" >> importcfg
done < "$work/packages"
(cd "$runners/go-build" && "$GOROOT/bin/go" build -ldflags='-s -w' -o /opt/seedmill/go/build .)
"$GOROOT/bin/go" build -ldflags='-s -w' -o link cmd/link
cp "$GOROOT"/pkg/tool/linux_*/compile "$GOROOT/lib/time/zoneinfo.zip" .
./compile -o main.a -p main -importcfg importcfg -dwarf=false -trimpath "$runners/go" -complete -pack "$runners/go/program.go"
rm -rf "$work"
