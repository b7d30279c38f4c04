package testing

import (
	"io"
	"reflect"
	"strings"
	"time"
)

// What package testing leaves to the go command, as far as tests need it: without coverage, profiles and fuzzing,
// whose packages would make every program's link longer.
type plainDeps struct{}

// MatchString knows the anchors of -test.run: a test may start its own program as a helper.
func (plainDeps) MatchString(pattern, name string) (bool, error) {
	start, end := strings.HasPrefix(pattern, "^"), strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$")
	switch {
	case start && end:
		return name == pattern, nil
	case start:
		return strings.HasPrefix(name, pattern), nil
	case end:
		return strings.HasSuffix(name, pattern), nil
	}
	return strings.Contains(name, pattern), nil
}

func (plainDeps) ImportPath() string                          { return "" }
func (plainDeps) SetPanicOnExit0(bool)                        {}
func (plainDeps) StartCPUProfile(io.Writer) error             { return nil }
func (plainDeps) StopCPUProfile()                             {}
func (plainDeps) StartTestLog(io.Writer)                      {}
func (plainDeps) StopTestLog() error                          { return nil }
func (plainDeps) WriteProfileTo(string, io.Writer, int) error { return nil }
func (plainDeps) RunFuzzWorker(func(corpusEntry) error) error { return nil }
func (plainDeps) CheckCorpus([]any, []reflect.Type) error     { return nil }
func (plainDeps) ResetCoverage()                              {}
func (plainDeps) SnapshotCoverage()                           {}
func (plainDeps) ReadCorpus(string, []reflect.Type) ([]corpusEntry, error) {
	return nil, nil
}
func (plainDeps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return nil
}
func (plainDeps) InitRuntimeCoverage() (string, func(string, string) (string, error), func() float64) {
	return "", nil, nil
}
