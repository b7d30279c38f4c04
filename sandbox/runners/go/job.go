package testing

// Runs the tests and scripts of one job and reports each on file descriptor 3. This file becomes a part of the package
// testing: what it keeps is out of reach of the job's code, which cannot link to the insides of the standard library.

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
)

// JobPackage is what the files of one package are run for: its tests, or a script.
type JobPackage struct {
	Dir      string
	Tests    []InternalTest
	Fuzz     []InternalFuzzTarget
	Examples []InternalExample
	TestMain func(*M)
	// Script is the main function of a plain program, a test of its own that is named by its File.
	Script func()
	File   string
	// Symbol is the name of Script in stack traces.
	Symbol string
}

var job struct {
	sync.Mutex
	report  int // a descriptor; 0 where nobody asked for a report
	secret  string
	written int

	root     string
	later    []program
	settings []string
	rest     []JobPackage
	failed   bool
	running  *M
	over     *M // the last one whose tests are over
	script   *JobPackage
	tests    map[*common]bool
	panicked map[*common]bool
	examples map[string]bool
}

// The folder of the files that were added to the job's packages, with a name that was drawn when they were compiled:
// none of the job's own can pass for one. The linker sets it.
var entrance string

// Enter takes in what there is to run in a package, from the file that was added to it alone.
func Enter(entered JobPackage) {
	if caller := outside(1); entrance == "" || !strings.HasPrefix(caller.File, entrance) {
		panic("testing: Enter is not for programs")
	}
	// Tests inside a package and beside it are one program, as the go command has it.
	for i := range job.rest {
		if known := &job.rest[i]; known.Dir == entered.Dir && entered.Script == nil {
			known.Tests = append(known.Tests, entered.Tests...)
			known.Fuzz = append(known.Fuzz, entered.Fuzz...)
			known.Examples = append(known.Examples, entered.Examples...)
			if entered.TestMain != nil {
				known.TestMain = entered.TestMain
			}
			return
		}
	}
	job.rest = append(job.rest, entered)
}

// RunJob is for the image's main package alone.
func RunJob() {
	if caller := outside(1); caller.Function != "main.main" {
		panic("testing: RunJob is not for programs")
	}
	if job.report != 0 {
		os.Args = os.Args[:1]
	}
	job.tests, job.panicked, job.examples = map[*common]bool{}, map[*common]bool{}, map[string]bool{}
	runRest()
}

// Every package has its turn, though each ends as if it were the only one.
func runRest() {
	for len(job.rest) > 0 {
		next := job.rest[0]
		job.rest = job.rest[1:]
		if next.Script != nil {
			runScript(next)
			continue
		}
		runTestsOf(next)
	}
	job.running = nil
	runNext()
	sayEnd()
	if job.failed {
		os.Exit(1)
	}
	os.Exit(0)
}

func runTestsOf(next JobPackage) {
	for i, test := range next.Tests {
		next.Tests[i].F = func(t *T) { enlist(&t.common); test.F(t) }
	}
	for i, target := range next.Fuzz {
		next.Fuzz[i].Fn = func(f *F) { enlist(&f.common); target.Fn(f) }
	}
	for _, example := range next.Examples {
		job.examples[example.Name] = true
	}
	m := MainStart(plainDeps{}, next.Tests, nil, next.Fuzz, next.Examples)
	if job.report != 0 {
		detachFlags()
	}
	job.running = m
	if next.TestMain != nil {
		next.TestMain(m)
	} else {
		m.Run()
	}
	if m.exitCode != 0 {
		job.failed = true
	}
}

// The job's code may call flag.Set, before main and in every test.
func detachFlags() {
	off, one := "off", uint(1)
	match, skip, matchList, matchFuzz, cpuListStr, shuffle = new(string), new(string), new(string), new(string), new(string), &off
	short, failFast, isFuzzWorker, count = new(bool), new(bool), new(bool), &one
}

// The end of M.Run, whether TestMain called it or not.
func ran(m *M) {
	job.over = m
	if m != nil && m == job.running && len(job.rest) == 0 && len(job.later) == 0 {
		sayEnd()
	}
}

func runScript(script JobPackage) {
	job.script = &script
	finished := false
	defer func() {
		job.script = nil
		if finished {
			say(script.File, "passed", "", "")
		} else if reason := recover(); reason != nil {
			_, broken := reason.(runtime.Error)
			say(script.File, "failed", kindOf(broken || !inSuite(outside(2), script)), fmt.Sprint(reason))
			panic(reason)
		}
	}()
	script.Script()
	finished = true
}

// What os.Exit calls first.
func exiting(code int) {
	if script := job.script; script != nil {
		if code != 0 {
			say(script.File, "failed", "assertion", fmt.Sprint("exit status ", code))
			sayEnd()
		} else if isAtEnd(*script) {
			job.script = nil
			say(script.File, "passed", "", "")
			runRest()
		}
	} else if m := job.running; m != nil && m == job.over && code == m.exitCode && len(job.rest)+len(job.later) > 0 {
		job.failed = job.failed || code != 0
		runRest()
	}
}

// Whether only functions of the script lie between its function main and this exit: early ones were made to leave by
// another when it was compiled.
func isAtEnd(script JobPackage) bool {
	var counters [64]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	caller := outside(2)
	inside := false
	for {
		frame, more := frames.Next()
		inside = inside || frame == caller
		if inside && !inSuite(frame, script) || !more {
			return false
		}
		if inside && frame.Function == script.Symbol {
			return true
		}
	}
}

func inSuite(frame runtime.Frame, script JobPackage) bool {
	return frame.File == job.root+"/"+script.File
}

// What may lie between a program's call and ours.
var between = map[string]bool{"testing": true, "internal/testlog": true, "os": true, "log": true, "runtime": true}

// The innermost caller that is not of these packages.
func outside(skip int) runtime.Frame {
	var counters [64]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(skip+1, counters[:])])
	for {
		frame, more := frames.Next()
		slash := strings.LastIndexByte(frame.Function, '/') + 1
		name, _, _ := strings.Cut(frame.Function[slash:], ".")
		if !more || !between[frame.Function[:slash]+name] {
			return frame
		}
	}
}
