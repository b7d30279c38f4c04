package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strings"
)

// What the program's own files may not do, though the compiler lets them: they would decide what the suite checks.

// Names that a suite takes for the language's own. Those that honest programs give to functions are not among them.
var predeclared = map[string]bool{}

func init() {
	for _, name := range strings.Fields("panic recover true false nil iota len cap append make error string bool byte rune " +
		"int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128") {
		predeclared[name] = true
	}
}

// Refuses a package, compiled already, whose own files reach into the suite's.
func (p *gopackage) checkOwn() {
	variables, used := map[string]bool{}, map[string]bool{}
	for _, tree := range p.suite {
		for name, kind := range declared(tree) {
			variables[name] = kind == token.VAR
		}
		for _, name := range tree.Unresolved {
			used[name.Name] = true
		}
	}
	for _, file := range p.files {
		if p.suite[file] != nil {
			continue
		}
		positions := token.NewFileSet()
		tree, err := parser.ParseFile(positions, file, nil, parser.ParseComments)
		check(err)
		refuseAt := func(node ast.Node, why string) { refuse(fmt.Sprint("./", positions.Position(node.Pos()), ": ", why)) }
		own := declared(tree)
		for name := range own {
			if predeclared[name] && used[name] {
				refuseAt(tree, name+" redeclared: the suite means the language's")
			}
		}
		for _, name := range tree.Unresolved {
			if variables[name.Name] {
				refuseAt(name, "undefined: "+name.Name+" (a variable of the suite)")
			}
		}
		for _, group := range tree.Comments {
			for _, comment := range group.List {
				if !mayLink(comment.Text, tree) {
					refuseAt(comment, "go:linkname must refer to a function of the standard library")
				}
			}
		}
	}
}

// The names that a file declares for its package, and by what keyword.
func declared(tree *ast.File) map[string]token.Token {
	names := map[string]token.Token{}
	for _, declaration := range tree.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			if declaration.Recv == nil {
				names[declaration.Name.Name] = token.FUNC
			}
		case *ast.GenDecl:
			for _, spec := range declaration.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = token.TYPE
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						names[name.Name] = declaration.Tok
					}
				}
			}
		}
	}
	return names
}

// Whether a comment is no go:linkname, or one that only borrows a function of the standard library: others share the
// variables of any package, and have a program's functions pass for another's in stack traces.
func mayLink(comment string, tree *ast.File) bool {
	words := strings.Fields(comment)
	if len(words) < 3 || words[0] != "//go:linkname" {
		return true
	}
	folder, name := path.Split(words[2])
	name, _, _ = strings.Cut(name, ".")
	if !exists(toolchain + "pkg/" + folder + name + ".a") {
		return false
	}
	for _, declaration := range tree.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if ok && function.Recv == nil && function.Name.Name == words[1] {
			return function.Body == nil
		}
	}
	return false
}
