package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A pattern, which may be quoted.
var written = regexp.MustCompile("\"[^\"]*\"|`[^`]*`|\\S+")

// What the //go:embed lines of a file ask for.
func patternsOf(file string) []string {
	text, err := os.ReadFile(file)
	check(err)
	var patterns []string
	for _, line := range strings.Split(string(text), "\n") {
		if rest, found := strings.CutPrefix(line, "//go:embed "); found {
			for _, pattern := range written.FindAllString(rest, -1) {
				patterns = append(patterns, strings.Trim(pattern, "\"`"))
			}
		}
	}
	return patterns
}

// The compiler's -embedcfg: which files a pattern means, and where they are.
func embedConfig(p *gopackage) string {
	config := struct {
		Patterns map[string][]string
		Files    map[string]string
	}{map[string][]string{}, map[string]string{}}
	root, err := filepath.Abs(p.dir)
	check(err)
	for _, pattern := range p.embedded {
		matches, err := filepath.Glob(filepath.Join(root, strings.TrimPrefix(pattern, "all:")))
		check(err)
		names := []string{}
		for _, match := range matches {
			check(filepath.WalkDir(match, func(path string, entry fs.DirEntry, err error) error {
				check(err)
				// A folder's hidden files are not meant.
				if path != match && strings.ContainsAny(entry.Name()[:1], "._") && !strings.HasPrefix(pattern, "all:") {
					if entry.IsDir() {
						return fs.SkipDir
					}
					return nil
				}
				// Nothing outside the program's own folder, and no links there.
				if name, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(name) && entry.Type().IsRegular() {
					names = append(names, name)
					config.Files[name] = path
				}
				return nil
			}))
		}
		config.Patterns[pattern] = names
	}
	text, err := json.Marshal(config)
	check(err)
	return string(text)
}
