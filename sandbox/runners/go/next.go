package testing

// The tests of each folder are a program of their own; they follow one another in one process.

import (
	"strings"
	"syscall"
)

// A program that comes later, and what it was before any code of the job ran.
type program struct {
	path  string
	stamp stamp
}

// What cannot stay the same when a file is replaced or written to.
type stamp struct {
	inode   uint64
	size    int64
	changed syscall.Timespec
}

// The folder in which a program begins. The linker sets it.
var folder string

// The last line for a program after one that failed.
const failedBefore = "failed"

func stampOf(path string) stamp {
	var stat syscall.Stat_t
	syscall.Stat(path, &stat)
	return stamp{stat.Ino, stat.Size, stat.Ctim}
}

// Gives way to the next program, if there is one.
func runNext() {
	if len(job.later) == 0 || job.report == 0 {
		return
	}
	lines := []string{job.secret}
	for i, each := range job.later {
		if stampOf(each.path) != each.stamp {
			write(`{"secret": ` + quote(job.secret) + `, "tampered": true}` + "\n")
		}
		if i > 0 {
			lines = append(lines, each.path)
		}
	}
	if job.failed {
		lines = append(lines, failedBefore)
	}
	var ends [2]int
	syscall.Pipe2(ends[:], syscall.O_CLOEXEC)
	syscall.Write(ends[1], []byte(strings.Join(lines, "\n")+"\n"))
	syscall.Dup3(ends[0], 0, 0)
	syscall.Dup3(job.report, 3, 0)
	if syscall.Chdir(job.root) == nil {
		path := job.later[0].path
		syscall.Exec(path, []string{path}, job.settings)
	}
	syscall.Exit(1)
}
