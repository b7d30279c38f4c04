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

// The name by which the added file calls package testing: one that no program uses.
const runner = "seedmillTesting"

// The source of the file that is added to each package. It hands the package's tests to the runner inside package
// testing, whose initialisation it makes come before the package's own.
func (p *gopackage) generated(script bool) string {
	source := "package " + p.name + "\n\nimport " + runner + " \"testing\"\n"
	if p.leaves {
		source += "import \"os\"\n\nfunc " + leave + "(exit func(int), code int) {\n" +
			"\tif exit == nil {\n\t\texit = os.Exit\n\t}\n\texit(code)\n}\n"
	}
	fields := fmt.Sprintf("Dir: %q", p.dir)
	switch {
	case len(p.suite) == 0:
		return source + "\nvar _ " + runner + ".TB\n"
	case script:
		fields += fmt.Sprintf(", File: %q, Symbol: %q, Script: main", p.mainFile(), symbol(p.path)+".main")
	default:
		fields += p.tests()
	}
	return source + "\nfunc init() { " + runner + ".Enter(" + runner + ".JobPackage{" + fields + "}) }\n"
}

// The tests of a package, as fields of what the runner is given.
func (p *gopackage) tests() string {
	var tests, fuzz, examples, testMain string
	for _, file := range slices.Sorted(maps.Keys(p.suite)) {
		for _, declaration := range p.suite[file].Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Recv != nil || function.Type.TypeParams != nil {
				continue
			}
			name := function.Name.Name
			entry := fmt.Sprintf("{%q, %s},", name, name)
			switch {
			case name == "TestMain" && takes(function, "M"):
				testMain = ", TestMain: TestMain"
			case isTest(name, "Test") && takes(function, "T"):
				tests += entry
			case isTest(name, "Fuzz") && takes(function, "F"):
				fuzz += entry
			}
		}
		for _, example := range doc.Examples(p.suite[file]) {
			if example.Output != "" || example.EmptyOutput {
				name := "Example" + example.Name
				examples += fmt.Sprintf("{%q, %s, %q, %t},", name, name, example.Output, example.Unordered)
			}
		}
	}
	return fmt.Sprintf(", Tests: []%[1]s.InternalTest{%[2]s}, Fuzz: []%[1]s.InternalFuzzTarget{%[3]s}, "+
		"Examples: []%[1]s.InternalExample{%[4]s}", runner, tests, fuzz, examples) + testMain
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
