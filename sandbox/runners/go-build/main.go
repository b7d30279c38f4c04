// Builds the program that runs a job's suite: what `go test -c` does, without looking for changes, modules or a cache.
//
//	build script|framework <file of the suite>...
//
// It compiles every package that these files need, and links them with the main package of the image to /tmp/program.
// Tests of several folders are a program each, as the go command has it: /tmp/program1 and so on.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const toolchain = "/opt/seedmill/go/"

// The collector would run more often than it is worth for processes that live so shortly.
var environment = append(os.Environ(), "GOGC=off", "GOMEMLIMIT=400MiB", "GOROOT="+toolchain)

func main() {
	if os.Args[1] == "script" {
		buildProgram(readJob(true, os.Args[2:]), ".", product)
		return
	}
	var folders []string
	for _, file := range os.Args[2:] {
		if folder := filepath.Dir(file); !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	for i, folder := range folders {
		var suite []string
		for _, file := range os.Args[2:] {
			if filepath.Dir(file) == folder {
				suite = append(suite, file)
			}
		}
		name := product
		if i > 0 {
			name = fmt.Sprint(product, i)
		}
		buildProgram(readJob(false, suite), folder, name)
	}
}

// Builds one program, which begins in a folder.
func buildProgram(job *job, folder, name string) {
	scratch, err := os.MkdirTemp("", "build")
	check(err)
	order := job.order()
	for i, each := range order {
		each.archive = fmt.Sprintf("%s/%d.a", scratch, i)
	}
	link := startLinker(scratch, order, folder, name)
	for i, each := range order {
		compile(job, each, fmt.Sprintf("%s/%d", scratch, i))
	}
	link.finish(order)
}

// Compiles one package; everything it imports is compiled already.
func compile(job *job, p *gopackage, scratch string) {
	var files []string
	for _, file := range p.files {
		files = append(files, job.asRun(p, file, scratch))
	}
	if p.leaves {
		p.imports["os"] = true
	}
	config := ""
	for name := range p.imports {
		switch other := job.resolve(p, name); {
		case other != nil && other.path != name:
			config += "importmap " + name + "=" + other.path + "\npackagefile " + other.path + "=" + other.archive + "\n"
		case other != nil:
			config += "packagefile " + name + "=" + other.archive + "\n"
		case name != "unsafe":
			config += "packagefile " + name + "=" + archiveOf(name) + "\n"
		}
	}
	if !p.imports["testing"] {
		config += "packagefile testing=" + archiveOf("testing") + "\n"
	}
	write(scratch+".cfg", config)
	write(scratch+".go", p.generated(job.script))
	arguments := []string{"-o", p.archive, "-p", p.path, "-importcfg", scratch + ".cfg", "-lang", job.language,
		"-dwarf=false", "-trimpath", os.TempDir(), "-c", "2", "-nolocalimports", "-pack", "-complete"}
	if len(p.embedded) > 0 {
		write(scratch+".embed", embedConfig(p))
		arguments = append(arguments, "-embedcfg", scratch+".embed")
	}
	arguments = append(append(arguments, files...), scratch+".go")
	command := exec.Command(toolchain+"compile", arguments...)
	command.Env = environment
	said, err := command.CombinedOutput()
	// Equal programs are told equal things: the folder's name is drawn.
	folder := filepath.Dir(scratch)
	said = bytes.ReplaceAll(bytes.ReplaceAll(said, []byte(folder+"/"), nil), []byte(filepath.Base(folder)+"/"), nil)
	os.Stderr.Write(said)
	if err != nil {
		giveUp()
	}
	p.checkOwn()
}

// The archive of a package that comes with the image; what is internal to the standard library is not for jobs.
func archiveOf(name string) string {
	for _, part := range strings.Split(name, "/") {
		if part == "internal" || part == "vendor" || part == ".." {
			return ""
		}
	}
	archive := toolchain + "pkg/" + name + ".a"
	if !exists(archive) {
		return ""
	}
	return archive
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func write(path, content string) { check(os.WriteFile(path, []byte(content), 0o600)) }

func check(err error) {
	if err != nil {
		refuse(err.Error())
	}
}

func refuse(why string) {
	fmt.Fprintln(os.Stderr, why)
	giveUp()
}
