package testing

// Runs the tests and scripts of one job and reports each on file descriptor 3. This file becomes a part of the package
// testing: what it keeps is out of reach of the job's code, which cannot link to the insides of the standard library.

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"unicode/utf8"
	"unsafe"

	hooks "internal/testlog"
)

// JobPackage is what the job's generated main found in one folder: tests, or a script.
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

const (
	longestMessage = 2000
	// Beyond so many bytes the report tells of parts of tests only when they fail, and without words.
	longestReport = 400_000
)

var job struct {
	sync.Mutex
	report  int // a descriptor; 0 where nobody asked for a report
	secret  string
	written int

	root     string
	rest     []JobPackage
	failed   bool
	running  *M
	script   *JobPackage
	tests    map[*common]bool
	panicked map[*common]bool
	examples map[string]bool
}

// Tells the runtime what to write to the report should the program die of a panic.
//
//go:linkname setLastWords
func setLastWords(fd uintptr, line string)

// Comes before the initialisation of any package of the job: all of them import this one.
func init() {
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, 3, syscall.F_GETFL, 0)
	if errno != 0 || flags&syscall.O_ACCMODE == syscall.O_RDONLY {
		return // a process that a test has started
	}
	fd, _, _ := syscall.Syscall(syscall.SYS_FCNTL, 3, syscall.F_DUPFD_CLOEXEC, 64)
	syscall.Close(3)
	input := make([]byte, 4096)
	n, _ := syscall.Read(0, input)
	if null, err := syscall.Open(os.DevNull, syscall.O_RDONLY, 0); err == nil {
		syscall.Dup3(null, 0, 0)
		syscall.Close(null)
	}
	secret, _, _ := strings.Cut(string(input[:max(n, 0)]), "\n")
	clear(input)
	job.report, job.secret = int(fd), secret
	setLastWords(fd, reportLine("<program>", "failed", "error", "the program died, see stderr", true))
	hooks.OnExit(exiting)
}

// RunJob is for the generated main alone.
func RunJob(packages []JobPackage) {
	if caller := outside(1); caller.Function != "main.main" {
		panic("testing: RunJob is not for programs")
	}
	if job.report != 0 {
		os.Args = os.Args[:1]
	}
	job.tests, job.panicked, job.examples = map[*common]bool{}, map[*common]bool{}, map[string]bool{}
	job.root, _ = os.Getwd()
	job.rest = packages
	runRest()
}

// Every package has its turn, though each ends as if it were the only one.
func runRest() {
	for len(job.rest) > 0 {
		next := job.rest[0]
		job.rest = job.rest[1:]
		if err := os.Chdir(job.root + "/" + next.Dir); err != nil {
			panic(err)
		}
		if next.Script != nil {
			runScript(next)
			continue
		}
		runTestsOf(next)
	}
	job.running = nil
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
		// The job's code may have called flag.Set before main.
		*match, *skip, *matchList, *shuffle, *cpuListStr = "", "", "", "off", ""
		*short, *failFast, *count = false, false, 1
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

// The end of M.Run, whether TestMain called it or not.
func ran(m *M) {
	if m != nil && m == job.running && len(job.rest) == 0 {
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
		caller := outside(2)
		if code != 0 && inSuite(caller, *script) {
			say(script.File, "failed", "assertion", fmt.Sprint("exit status ", code))
			sayEnd()
		}
		if code == 0 && caller.Function == script.Symbol {
			job.script = nil
			say(script.File, "passed", "", "")
			runRest()
		}
	} else if m := job.running; m != nil && m.numRun > 0 && code == m.exitCode && len(job.rest) > 0 {
		job.failed = job.failed || code != 0
		runRest()
	}
}

func inSuite(frame runtime.Frame, script JobPackage) bool {
	return strings.HasSuffix(frame.File, "/"+script.File) || frame.File == script.File
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

// Called where a test or one of its parts is over.
func (t *T) say() {
	if t.parent == nil || !isOfJob(&t.common) {
		return
	}
	name := strings.ReplaceAll(t.name, "/", " > ")
	switch {
	case t.Failed():
		job.Lock()
		panicked := job.panicked[&t.common]
		job.Unlock()
		say(name, "failed", kindOf(panicked), string(t.output))
	case t.Skipped():
		say(name, "skipped", "", "")
	case t.level == 1 || job.written < longestReport:
		say(name, "passed", "", "")
	}
}

// A panic ends its own test, not the program: the other tests have a word to say too.
func (t *T) sayPanic(reason any) any {
	if reason == nil || t.parent == nil || !isOfJob(&t.common) {
		return reason
	}
	t.Fail()
	text := fmt.Sprintf("panic: %v\n%s", reason, origin())
	t.mu.Lock()
	t.output = append(t.output, "    "+strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")+"\n"...)
	t.finished = true
	t.mu.Unlock()
	job.Lock()
	job.panicked[&t.common] = true
	job.Unlock()
	return nil
}

// Where a panic came from, without the addresses that differ from run to run.
func origin() string {
	var counters [64]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	var lines strings.Builder
	for started, more := false, true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if started && !strings.HasPrefix(frame.Function, "runtime.") && !strings.HasPrefix(frame.Function, "testing.") {
			fmt.Fprintf(&lines, "%s\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		}
		started = started || frame.Function == "runtime.gopanic"
	}
	return lines.String()
}

func enlist(c *common) {
	job.Lock()
	defer job.Unlock()
	job.tests[c] = true
}

func isOfJob(c *common) bool {
	job.Lock()
	defer job.Unlock()
	if job.report == 0 {
		return false
	}
	for ; c != nil; c = c.parent {
		if job.tests[c] {
			return true
		}
	}
	return false
}

func (eg *InternalExample) say(ok bool) bool {
	if !job.examples[eg.Name] {
		return ok
	}
	delete(job.examples, eg.Name)
	if ok {
		say(eg.Name, "passed", "", "")
	} else {
		say(eg.Name, "failed", "assertion", "the output is not what the example says, see stdout")
	}
	return ok
}

func kindOf(broken bool) string {
	if broken {
		return "error"
	}
	return "assertion"
}

func say(test, outcome, kind, message string) {
	job.Lock()
	defer job.Unlock()
	if job.written >= longestReport {
		message = ""
	}
	write(reportLine(test, outcome, kind, message, false))
}

func sayEnd() { write(`{"secret": ` + quote(job.secret) + `, "end": true}` + "\n") }

func write(line string) {
	job.written += len(line)
	if job.report != 0 {
		syscall.Write(job.report, unsafe.Slice(unsafe.StringData(line), len(line)))
	}
}

func reportLine(test, outcome, kind, message string, whole bool) string {
	line := `{"secret": ` + quote(job.secret) + `, "test": ` + quote(test) + `, "outcome": "` + outcome + `"`
	if kind != "" {
		line += `, "kind": "` + kind + `", "message": ` + quote(message)
	}
	if whole {
		line += `, "scope": "file"`
	}
	return line + "}\n"
}

// A JSON string; encoding/json would make every program's link longer.
func quote(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > longestMessage {
		text = text[:longestMessage]
	}
	var quoted strings.Builder
	quoted.WriteByte('"')
	for _, r := range text {
		if r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError {
			fmt.Fprintf(&quoted, `\u%04x`, r)
		} else {
			quoted.WriteRune(r)
		}
	}
	return quoted.String() + `"`
}
