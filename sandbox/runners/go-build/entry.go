package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The source of the file that is added to each package.
func (p *gopackage) generated() string {
	if p.source != "" {
		return p.source
	}
	source := "package " + p.name + "\n\nimport _ \"testing\"\n"
	if p.leaves {
		source += "import \"os\"\n\nfunc " + leave + "(exit func(int), code int) {\n" +
			"\tif exit == nil {\n\t\texit = os.Exit\n\t}\n\texit(code)\n}\n"
	}
	return source
}

// The main package: it hands the tests of all packages to the runner inside package testing.
func generateMain(j *job, order []*gopackage) *gopackage {
	entry := &gopackage{name: "main", path: "main", imports: map[string]bool{"testing": true, "unsafe": true}}
	var imports, mains, list strings.Builder
	folders := map[string]*folder{}
	var dirs []string
	for i, p := range order {
		if len(p.suite) == 0 {
			continue
		}
		entry.imports[p.path] = true
		alias := fmt.Sprint("package", i)
		if j.script {
			// A function main is no exported name.
			name := symbol(p.path) + ".main"
			fmt.Fprintf(&imports, "import _ %q\n", p.path)
			fmt.Fprintf(&mains, "//go:linkname %s %s\nfunc %s()\n", alias, name, alias)
			fmt.Fprintf(&list, "{Dir: %q, File: %q, Symbol: %q, Script: %s},\n", p.dir, p.mainFile(), name, alias)
			continue
		}
		// Tests inside a package and beside it are one program, as the go command has it.
		if folders[p.dir] == nil {
			folders[p.dir] = &folder{testMain: "nil"}
			dirs = append(dirs, p.dir)
		}
		if folders[p.dir].take(p, alias) {
			fmt.Fprintf(&imports, "import %s %q\n", alias, p.path)
		} else {
			fmt.Fprintf(&imports, "import _ %q\n", p.path)
		}
	}
	for _, dir := range dirs {
		f := folders[dir]
		fmt.Fprintf(&list, "{Dir: %q, Tests: []testing.InternalTest{%s}, Fuzz: []testing.InternalFuzzTarget{%s}, "+
			"Examples: []testing.InternalExample{%s}, TestMain: %s},\n", dir, f.tests, f.fuzz, f.examples, f.testMain)
	}
	entry.source = "package main\n\nimport \"testing\"\nimport _ \"unsafe\"\n" + imports.String() + mains.String() +
		"\nfunc main() {\n\ttesting.RunJob([]testing.JobPackage{\n" + list.String() + "\t})\n}\n"
	return entry
}

// The tests of one folder, as elements of lists.
type folder struct {
	tests, fuzz, examples, testMain string
}

// Adds the tests of one package; whether there are any.
func (f *folder) take(p *gopackage, alias string) bool {
	before := *f
	for _, file := range slices.Sorted(maps.Keys(p.suite)) {
		for _, declaration := range p.suite[file].Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Recv != nil || function.Type.TypeParams != nil {
				continue
			}
			name := function.Name.Name
			entry := fmt.Sprintf("{%q, %s.%s},", name, alias, name)
			switch {
			case name == "TestMain" && takes(function, "M"):
				f.testMain = alias + ".TestMain"
			case isTest(name, "Test") && takes(function, "T"):
				f.tests += entry
			case isTest(name, "Fuzz") && takes(function, "F"):
				f.fuzz += entry
			}
		}
		for _, example := range doc.Examples(p.suite[file]) {
			if example.Output != "" || example.EmptyOutput {
				name := "Example" + example.Name
				f.examples += fmt.Sprintf("{%q, %s.%s, %q, %t},", name, alias, name, example.Output, example.Unordered)
			}
		}
	}
	return *f != before
}

// The file of a script that holds its main function.
func (p *gopackage) mainFile() string {
	files := slices.Sorted(maps.Keys(p.suite))
	for _, file := range files {
		for _, declaration := range p.suite[file].Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "main" {
				return file
			}
		}
	}
	return files[0]
}

// As the go command has it: what follows the prefix does not begin with a small letter.
func isTest(name, prefix string) bool {
	rest, found := strings.CutPrefix(name, prefix)
	first, _ := utf8.DecodeRuneInString(rest)
	return found && !unicode.IsLower(first)
}

// Whether a function takes one *testing.T, M or F and nothing else.
func takes(function *ast.FuncDecl, kind string) bool {
	parameters := function.Type.Params.List
	if function.Type.Results != nil || len(parameters) != 1 || len(parameters[0].Names) > 1 {
		return false
	}
	pointer, ok := parameters[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch of := pointer.X.(type) {
	case *ast.SelectorExpr:
		return of.Sel.Name == kind
	case *ast.Ident:
		return of.Name == kind
	}
	return false
}

// A package's path as the linker spells it.
func symbol(path string) string {
	at := strings.LastIndex(path, "/") + 1
	return path[:at] + strings.ReplaceAll(path[at:], ".", "%2e")
}
