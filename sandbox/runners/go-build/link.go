package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

const product = "/tmp/program"

// A linker of ours (see go/link.patch): it takes in what comes with the image while the program is still compiled.
type linker struct {
	command *exec.Cmd
	// Where it learns of the program's packages.
	compiled io.WriteCloser
}

// The one that works.
var linking *linker

func startLinker(scratch string, order []*gopackage, folder, name string) *linker {
	linked, err := os.ReadFile(toolchain + "importcfg")
	check(err)
	config := string(linked)
	ready := map[string]bool{}
	for _, each := range order {
		config += "packagefile " + each.path + "=" + each.archive + "\n"
		for name := range each.imports {
			if archiveOf(name) != "" {
				ready[name] = true
			}
		}
	}
	configFile := scratch + "/link"
	write(configFile, config)
	arguments := []string{"-o", name, "-importcfg", configFile, "-s", "-w", "-buildmode=exe",
		"-X", "testing.testBinary=1", "-X", "testing.entrance=" + filepath.Base(scratch) + "/",
		"-X", "testing.folder=" + folder, toolchain + "main.a"}
	for name := range ready {
		arguments = append(arguments, name)
	}
	command := exec.Command(toolchain+"link", arguments...)
	command.Env, command.Stdout, command.Stderr = environment, os.Stderr, os.Stderr
	compiled, err := command.StdinPipe()
	check(err)
	check(command.Start())
	linking = &linker{command, compiled}
	return linking
}

// Called when these packages are compiled.
func (l *linker) finish(order []*gopackage) {
	for _, each := range order {
		fmt.Fprintln(l.compiled, each.path)
	}
	l.compiled.Close()
	if l.command.Wait() != nil {
		os.Exit(1)
	}
}

// Ends in failure, and the linker unheard.
func giveUp() {
	if linking != nil {
		linking.command.Process.Kill()
		linking.command.Wait()
	}
	os.Exit(1)
}
