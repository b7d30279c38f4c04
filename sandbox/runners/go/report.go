package testing

// What of the tests of a job is written to its report, and how.

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"unicode/utf8"
	"unsafe"

	hooks "internal/testlog"
)

const (
	longestMessage = 2000
	// Beyond so many bytes the report tells of parts of tests only when they fail, and without words.
	longestReport = 400_000
)

// Tells the runtime what to write to the report should the program die of a panic.
//
//go:linkname setLastWords
func setLastWords(fd uintptr, line string)

// Comes before the initialisation of any package of the job: all of them import this one.
func init() {
	job.root, _ = os.Getwd()
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
	lines := strings.Fields(string(input[:max(n, 0)]))
	clear(input)
	if len(lines) > 0 && lines[len(lines)-1] == failedBefore {
		job.failed, lines = true, lines[:len(lines)-1]
	}
	job.report, job.secret, job.settings = int(fd), lines[0], os.Environ()
	for _, path := range lines[1:] {
		job.later = append(job.later, program{path, stampOf(path)})
	}
	if err := os.Chdir(folder); err != nil {
		panic(err)
	}
	setLastWords(fd, reportLine("<program>", "failed", "error", "the program died, see stderr", true))
	hooks.OnExit(exiting)
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
