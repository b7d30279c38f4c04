package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A gopackage is what the compiler takes at once: a package, with the tests inside it, or the tests beside it.
type gopackage struct {
	dir, name, path, archive string
	files                    []string
	imports                  map[string]bool
	embedded                 []string
	// The files of the suite that are run.
	suite     map[string]*ast.File
	positions map[string]*token.FileSet
	// Of a script: whether it may leave before its end.
	leaves bool
}

type job struct {
	script   bool
	module   string
	language string
	packages []*gopackage
}

var (
	moduleLine = regexp.MustCompile(`(?m)^\s*module\s+"?([\w.~/+!-]+)`)
	goLine     = regexp.MustCompile(`(?m)^\s*go\s+1\.(\d+)`)
)

// Newer go.mod files do not ask for more than there is, older ones not for less than generics.
const oldest, newest = 18, 24

func readJob(script bool, suite []string) *job {
	j := &job{script: script, language: fmt.Sprint("go1.", newest)}
	mod, _ := os.ReadFile("go.mod")
	if found := moduleLine.FindSubmatch(mod); found != nil {
		j.module = string(found[1])
	}
	if found := goLine.FindSubmatch(mod); found != nil {
		minor, _ := strconv.Atoi(string(found[1]))
		j.language = fmt.Sprint("go1.", min(max(minor, oldest), newest))
	}
	context := build.Default
	context.CgoEnabled = false
	var tests []string
	check(filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		check(err)
		name := entry.Name()
		if entry.IsDir() {
			if file != "." && (name == "testdata" || name == "vendor" || name[0] == '.' || name[0] == '_') {
				return fs.SkipDir
			}
			return nil
		}
		fits, _ := context.MatchFile(filepath.Dir(file), name)
		switch run := slices.Contains(suite, file); {
		case !strings.HasSuffix(name, ".go") || !fits && !run:
		case strings.HasSuffix(name, "_test.go") && !script && filepath.Dir(file) != filepath.Dir(suite[0]):
		case strings.HasSuffix(name, "_test.go"):
			tests = append(tests, file)
		default:
			j.add(file, run, false)
		}
		return nil
	}))
	for _, file := range tests {
		j.add(file, slices.Contains(suite, file), true)
	}
	j.name()
	return j
}

// Puts a file into its package. Tests come last: then the packages that they may lie beside are known.
func (j *job) add(file string, run, test bool) {
	mode := parser.ParseComments
	if !run {
		mode |= parser.ImportsOnly
	}
	positions := token.NewFileSet()
	tree, err := parser.ParseFile(positions, file, nil, mode)
	if err != nil {
		refuse("./" + strings.ReplaceAll(err.Error(), ": expected", ": syntax error: expected"))
	}
	dir := filepath.Dir(file)
	p := j.find(dir, tree.Name.Name)
	if p == nil {
		p = &gopackage{dir: dir, name: tree.Name.Name, imports: map[string]bool{}, suite: map[string]*ast.File{},
			positions: map[string]*token.FileSet{}}
		j.packages = append(j.packages, p)
	}
	p.files = append(p.files, file)
	for _, each := range tree.Imports {
		name, _ := strconv.Unquote(each.Path.Value)
		p.imports[name] = true
	}
	if p.imports["embed"] {
		p.embedded = append(p.embedded, patternsOf(file)...)
	}
	if run {
		p.suite[file], p.positions[file] = tree, positions
	}
}

func (j *job) find(dir, name string) *gopackage {
	for _, each := range j.packages {
		if each.dir == dir && each.name == name {
			return each
		}
	}
	return nil
}

// Gives the packages their import paths.
func (j *job) name() {
	if j.module == "" {
		j.module = j.guessModule()
	}
	// Names that mean something else to the compiler or the linker.
	taken := map[string]bool{"main": true, "go": true, "type": true, "unsafe": true}
	for _, p := range j.packages {
		p.path = path.Join(j.module, p.dir)
		if base := strings.TrimSuffix(p.name, "_test"); base != p.name && j.find(p.dir, base) != nil {
			p.path += "_test"
		}
		for taken[p.path] || exists(toolchain+"pkg/"+p.path+".a") {
			p.path = path.Join("job", p.path, p.name)
		}
		taken[p.path] = true
	}
}

// Without a go.mod the suite's own imports say what the module is called.
func (j *job) guessModule() string {
	for _, p := range j.packages {
		for name := range p.imports {
			if archiveOf(name) != "" || name == "unsafe" || len(p.suite) == 0 {
				continue
			}
			for _, other := range j.packages {
				if other.dir != "." && strings.HasSuffix(name, "/"+other.dir) {
					return strings.TrimSuffix(name, "/"+other.dir)
				}
			}
			if j.byDir(name) == nil {
				return name
			}
		}
	}
	return "solution"
}

func (j *job) byDir(dir string) *gopackage {
	for _, p := range j.packages {
		if p.dir == dir && !strings.HasSuffix(p.name, "_test") {
			return p
		}
	}
	return nil
}

// The package of the job that an import of p means; nil for one that comes with the image.
func (j *job) resolve(p *gopackage, name string) *gopackage {
	if name == "unsafe" || archiveOf(name) != "" {
		return nil
	}
	for _, other := range j.packages {
		if other.path == name && other != p {
			return other
		}
	}
	dir := "."
	if name != j.module {
		dir = strings.TrimPrefix(name, j.module+"/")
	}
	for _, other := range j.packages {
		if other.dir == dir && other != p && other.name == path.Base(name) {
			return other
		}
	}
	if other := j.byDir(dir); other != nil && other != p {
		return other
	}
	refuse(fmt.Sprintf("./%s: package %s is not in std, nor a part of the program", p.files[0], name))
	return nil
}

// The packages that the suite needs, each after those that it imports.
func (j *job) order() []*gopackage {
	var done []*gopackage
	var visit func(p *gopackage, path []*gopackage)
	visit = func(p *gopackage, path []*gopackage) {
		if slices.Contains(path, p) {
			refuse("./" + p.files[0] + ": import cycle not allowed")
		}
		if slices.Contains(done, p) {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(p.imports)) {
			if other := j.resolve(p, name); other != nil {
				visit(other, append(path, p))
			}
		}
		done = append(done, p)
	}
	for _, p := range j.packages {
		if len(p.suite) > 0 {
			visit(p, nil)
		}
	}
	return done
}
