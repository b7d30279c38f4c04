package ld

import (
	"bufio"
	"cmd/internal/objabi"
	"flag"
	"os"
)

// The packages of a program that is still compiled when its link begins, and whose main package imports none of them:
// their initialisation is a part of the program's.
var programInittasks = []string{"main..inittask"}

// Begins with the packages named after the main package, which are compiled long since.
func (ctxt *Link) startEarly() {
	for _, name := range flag.Args()[1:] {
		loadinternal(ctxt, name)
	}
}

// The others are named on stdin once they are compiled; until then the symbols of the first are taken in.
func (ctxt *Link) awaitProgram() {
	ctxt.loader.LoadEarly()
	for compiled := bufio.NewScanner(os.Stdin); compiled.Scan(); {
		loadinternal(ctxt, compiled.Text())
		programInittasks = append(programInittasks, objabi.PathToPrefix(compiled.Text())+"..inittask")
	}
}
