package loader

import "cmd/internal/goobj"

// Room for the symbols of a program beside those of the standard library.
const programSyms = 8000

// LoadEarly adds the symbols of the objects that are preloaded: first of those that are there before the program, then
// of the rest.
func (l *Loader) LoadEarly() {
	if l.loading == nil {
		syms, hashed, hashed64 := programSyms, programSyms/4, programSyms/4
		for _, r := range l.objs[goObjStart:] {
			syms += r.ndef + r.nhasheddef/2 + r.nhashed64def/2 + r.NNonpkgdef()
			hashed += r.nhasheddef / 2
			hashed64 += r.nhashed64def / 2
		}
		// Index 0 is invalid for symbols.
		l.objSyms = make([]objSym, 1, syms)
		l.loading = &loadState{
			l:            l,
			hashed64Syms: make(map[uint64]symAndSize, hashed64),
			hashedSyms:   make(map[goobj.HashType]symAndSize, hashed),
		}
		l.loaded = goObjStart
	}
	for _, r := range l.objs[l.loaded:] {
		l.loading.preloadSyms(r, pkgDef)
		l.npkgsyms += r.ndef
	}
	for _, r := range l.objs[l.loaded:] {
		l.loading.preloadSyms(r, hashed64Def)
		l.loading.preloadSyms(r, hashedDef)
		l.loading.preloadSyms(r, nonPkgDef)
	}
	l.loaded = len(l.objs)
}
