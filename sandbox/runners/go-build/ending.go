package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A script that leaves with 0 before its end has not passed: wherever it may, it does so by a function of ours, which
// the runner does not take for its main function. What is left to it: its last statement, what only failures follow,
// and in a condition only what has another branch that fails.

// The function of the generated file by which a script leaves early.
const leave = "seedmillLeave"

// The exits and returns of a script that come before its end, as edits of its text.
func early(text []byte, set *token.FileSet, tree *ast.File) []byte {
	functions := map[string]*ast.FuncDecl{}
	calls := map[string]int{}
	ast.Inspect(tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if node.Recv == nil && node.Body != nil {
				functions[node.Name.Name] = node
				calls[node.Name.Name]--
			}
		case *ast.Ident:
			calls[node.Name]++
		}
		return true
	})
	script := functions["main"]
	if script == nil {
		return text
	}
	allowed := map[ast.Node]bool{}
	var helpers []*ast.FuncDecl
	endings(script.Body.List, false, func(node ast.Node) {
		allowed[node] = true
		if call, ok := node.(*ast.CallExpr); ok {
			if name, ok := call.Fun.(*ast.Ident); ok && functions[name.Name] != nil && calls[name.Name] == 1 {
				helpers = append(helpers, functions[name.Name])
			}
		}
	})
	for _, helper := range helpers {
		endings(helper.Body.List, false, func(node ast.Node) { allowed[node] = true })
	}
	var edited bytes.Buffer
	at := 0
	replace := func(node ast.Node, by string) {
		start, end := set.Position(node.Pos()).Offset, set.Position(node.End()).Offset
		edited.Write(text[at:start])
		edited.WriteString(by)
		at = end
	}
	own := map[ast.Node]bool{}
	statements(script.Body, func(node ast.Node) { own[node] = true })
	ast.Inspect(tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ReturnStmt:
			if own[node] && !allowed[node] {
				replace(node, "{ "+leave+"(nil, 0); return }")
			}
		case *ast.CallExpr:
			if isExit(node) && !allowed[node] && !isFailure(node) {
				replace(node.Fun, leave)
				edited.WriteString("(os.Exit, ")
				at = set.Position(node.Lparen).Offset + 1
			}
		}
		return true
	})
	if at == 0 {
		return text
	}
	edited.Write(text[at:])
	return edited.Bytes()
}

// Visits the calls and returns of a function, but not those of functions inside.
func statements(body ast.Node, visit func(ast.Node)) {
	ast.Inspect(body, func(node ast.Node) bool {
		switch node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr, *ast.ReturnStmt:
			visit(node)
		}
		return true
	})
}

// Calls `allow` for every call and return by which a list of statements may end a script with 0.
func endings(list []ast.Stmt, failsAfter bool, allow func(ast.Node)) {
	last := len(list) - 1
	failsAfter = failsAfter || last >= 0 && fails(list[last])
	for failsAfter && last > 0 && (fails(list[last]) || prints(list[last])) {
		last--
	}
	if last < 0 {
		return
	}
	switch statement := list[last].(type) {
	case *ast.BlockStmt:
		endings(statement.List, failsAfter, allow)
	case *ast.IfStmt:
		if failsAfter || mayFail(statement) {
			branches(statement, failsAfter, allow)
		}
	case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		if failsAfter || mayFail(statement) {
			statements(statement, allow)
		}
	case *ast.ExprStmt, *ast.ReturnStmt:
		statements(statement, allow)
	}
}

func branches(statement *ast.IfStmt, failsAfter bool, allow func(ast.Node)) {
	endings(statement.Body.List, failsAfter, allow)
	switch otherwise := statement.Else.(type) {
	case *ast.BlockStmt:
		endings(otherwise.List, failsAfter, allow)
	case *ast.IfStmt:
		branches(otherwise, failsAfter, allow)
	}
}

func mayFail(statement ast.Node) bool {
	found := false
	ast.Inspect(statement, func(node ast.Node) bool {
		each, ok := node.(ast.Stmt)
		found = found || ok && fails(each)
		return !found
	})
	return found
}

// Whether a statement can only fail.
func fails(statement ast.Stmt) bool {
	call := callOf(statement)
	if call == nil {
		return false
	}
	name := nameOf(call.Fun)
	return name == "panic" || isFailure(call) || strings.HasPrefix(name, "log.Fatal") || strings.HasPrefix(name, "log.Panic")
}

func prints(statement ast.Stmt) bool {
	call := callOf(statement)
	if call == nil {
		return false
	}
	name := nameOf(call.Fun)
	return name == "print" || name == "println" || strings.HasPrefix(name, "fmt.") || strings.HasPrefix(name, "log.Print")
}

func callOf(statement ast.Stmt) *ast.CallExpr {
	if expression, ok := statement.(*ast.ExprStmt); ok {
		call, _ := expression.X.(*ast.CallExpr)
		return call
	}
	return nil
}

func nameOf(function ast.Expr) string {
	switch function := function.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		return nameOf(function.X) + "." + function.Sel.Name
	}
	return ""
}

func isExit(call *ast.CallExpr) bool { return nameOf(call.Fun) == "os.Exit" && len(call.Args) == 1 }

func isFailure(call *ast.CallExpr) bool {
	if !isExit(call) {
		return false
	}
	code := call.Args[0]
	if negative, ok := code.(*ast.UnaryExpr); ok {
		code = negative.X
	}
	number, ok := code.(*ast.BasicLit)
	return ok && strings.Trim(number.Value, "0") != ""
}

// The file of a script as it is compiled: the very one, or an edited copy that calls itself by the same name.
func (j *job) asRun(p *gopackage, file, scratch string) string {
	tree := p.suite[file]
	if !j.script || tree == nil {
		return "./" + file
	}
	text, err := os.ReadFile(file)
	check(err)
	edited := early(text, p.positions[file], tree)
	if bytes.Equal(edited, text) {
		return "./" + file
	}
	path, err := filepath.Abs(file)
	check(err)
	copied := scratch + "." + filepath.Base(file)
	edited = bytes.TrimPrefix(edited, []byte("\xef\xbb\xbf"))
	write(copied, fmt.Sprintf("//line %s:1\n%s", path, edited))
	p.leaves = true
	return copied
}
