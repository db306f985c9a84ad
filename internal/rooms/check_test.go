package rooms

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// module is this module's path, and so the root room's import path.
const module = "slovo"

// check returns what in the folders breaks the table, one sentence each.
func check(t table, folders []folder) []string {
	var all []string
	all = append(all, checkRows(t, folders)...)
	for _, f := range folders {
		room := t.roomOf(f.dir)
		if room == "" {
			all = append(all, fmt.Sprintf("%s: a room without a row", f.dir))
			continue
		}
		all = append(all, checkDoc(*t.row(room), f)...)
		for _, u := range f.uses {
			u.test = u.test || isKit(t, f.dir)
			all = append(all, t.checkUse(room, u)...)
		}
	}
	return all
}

// checkRows finds rows without a room and names that no row explains.
func checkRows(t table, folders []folder) []string {
	var all []string
	for _, r := range append(slices.Clone(t.rows), t.tests) {
		for _, name := range r.may {
			if t.row(name) == nil {
				all = append(all, fmt.Sprintf("row %s: may import %s, which has no row", r.room, name))
			}
		}
	}
	for _, r := range t.rows {
		if len(r.nouns) == 0 {
			all = append(all, fmt.Sprintf("row %s: no noun in bold", r.room))
		}
		if !slices.ContainsFunc(folders, func(f folder) bool { return f.dir == r.dir() }) {
			all = append(all, fmt.Sprintf("row %s: a row without a room", r.room))
		}
	}
	return all
}

// dir returns the folder in which the room lies.
func (r row) dir() string {
	switch {
	case r.room == module:
		return "."
	case strings.HasPrefix(r.room, "cmd/"):
		return r.room
	default:
		return "internal/" + r.room
	}
}

// roomOf returns the room of a folder: the row with that folder or, for
// the folders inside a room, the nearest row above it. Nothing lies inside
// the root, so that a stray folder there has no room.
func (t table) roomOf(dir string) string {
	for ; ; dir = path.Dir(dir) {
		for _, r := range t.rows {
			if r.dir() == dir {
				return r.room
			}
		}
		if parent := path.Dir(dir); parent == "." {
			return ""
		}
	}
}

// checkDoc holds the room's own package comment to its row. The folders
// inside a room, generated ones among them, may be silent.
func checkDoc(r row, f folder) []string {
	if f.dir != r.dir() {
		return nil
	}
	var all []string
	opening := "Package " + path.Base(r.room) + " "
	if path.Dir(r.room) == "cmd" {
		opening = "Command " + path.Base(r.room) + " "
	}
	rest, found := strings.CutPrefix(f.doc, opening)
	if !found {
		all = append(all, fmt.Sprintf("%s: its package comment does not begin with %q", f.dir, opening))
	}
	for _, noun := range r.nouns {
		if !strings.Contains(strings.ToLower(rest), strings.ToLower(noun)) {
			all = append(all, fmt.Sprintf("%s: its package comment does not say %q, as its row does", f.dir, noun))
		}
	}
	return all
}

// checkUse holds one import to the room's row and to the doors.
func (t table) checkUse(room string, u use) []string {
	var all []string
	for _, d := range t.doors {
		if within(u.path, d.path) && !slices.Contains(d.rooms, room) {
			all = append(all, fmt.Sprintf("%s: imports %s, which only %s may", u.file, u.path, strings.Join(d.rooms, ", ")))
		}
	}
	if !within(u.path, module) {
		return all
	}
	target := t.roomOf(local(u.path))
	if isKit(t, local(u.path)) && !u.test {
		all = append(all, fmt.Sprintf("%s: imports %s, which is for tests", u.file, u.path))
	}
	if !t.allowed(room, target, u.test) {
		all = append(all, fmt.Sprintf("%s: imports %s; the row of %s does not allow it", u.file, u.path, room))
	}
	return all
}

// isKit tells whether the folder helps tests: it lies inside a room and its
// name ends in "test", like gate/gatetest. It is held to what tests may.
func isKit(t table, dir string) bool {
	room := t.row(t.roomOf(dir))
	return room != nil && dir != room.dir() && strings.HasSuffix(dir, "test")
}

// allowed tells whether the table lets the room import the target.
func (t table) allowed(room, target string, test bool) bool {
	switch {
	case room == target, slices.Contains(t.row(room).may, target):
		return true
	default:
		return test && slices.Contains(t.tests.may, target)
	}
}

// within tells whether an import path is root or lies below it.
func within(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

// local turns an import path of this module into a folder.
func local(importPath string) string {
	if importPath == module {
		return "."
	}
	return strings.TrimPrefix(importPath, module+"/")
}
