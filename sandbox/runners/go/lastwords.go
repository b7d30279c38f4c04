package runtime

import "unsafe"

// A program that dies of a panic, or of what no recover can catch, still says so in its report.
var lastWords struct {
	fd   uintptr
	line string
}

//go:linkname setLastWords testing.setLastWords
func setLastWords(fd uintptr, line string) {
	lastWords.fd, lastWords.line = fd, line
}

//go:nosplit
func sayLastWords() {
	if lastWords.fd != 0 {
		write1(lastWords.fd, unsafe.Pointer(unsafe.StringData(lastWords.line)), int32(len(lastWords.line)))
	}
}
