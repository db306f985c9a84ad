package rooms

import (
	"fmt"
	"regexp"
	"strings"
)

// The headings under which ARCHITECTURE.md keeps what this test reads.
const (
	roomsHeader = "| room | holds | may import |"
	doorsHeader = "| import | only in |"
	// anyTest is the row that says what every test may import besides.
	anyTest = "any test"
)

// row is one room: its folder's name, the nouns its package doc must say,
// and the rooms it may import.
type row struct {
	room, holds string
	nouns, may  []string
}

// door is an import that only a few rooms may use, a guarded library or
// a part of the standard library.
type door struct {
	path  string
	rooms []string
}

// table is what ARCHITECTURE.md promises.
type table struct {
	rows  []row
	tests row
	doors []door
}

// row returns the room's row, or nil.
func (t table) row(room string) *row {
	for i := range t.rows {
		if t.rows[i].room == room {
			return &t.rows[i]
		}
	}
	return nil
}

// parse reads both tables out of the text of ARCHITECTURE.md.
func parse(text string) (table, error) {
	var t table
	lines, err := under(text, roomsHeader, 3)
	if err != nil {
		return t, err
	}
	for _, cells := range lines {
		t.add(row{room: cells[0], holds: cells[1], nouns: nouns(cells[1]), may: names(cells[2])})
	}
	if lines, err = under(text, doorsHeader, 2); err != nil {
		return t, err
	}
	for _, cells := range lines {
		t.doors = append(t.doors, door{path: strings.Trim(cells[0], "`"), rooms: names(cells[1])})
	}
	return t, nil
}

// add puts a row where it belongs: the one for tests lies apart.
func (t *table) add(r row) {
	if r.room == anyTest {
		t.tests = r
		return
	}
	t.rows = append(t.rows, r)
}

// under returns the cells of each line of the table with that header.
func under(text, header string, width int) ([][]string, error) {
	_, rest, found := strings.Cut(text, header+"\n")
	if !found {
		return nil, fmt.Errorf("rooms: no table %q", header)
	}
	_, rest, _ = strings.Cut(rest, "\n") // the line of dashes
	var lines [][]string
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != width {
			return nil, fmt.Errorf("rooms: table %q: not %d cells: %s", header, width, line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		lines = append(lines, cells)
	}
	return lines, nil
}

var bold = regexp.MustCompile(`\*\*(.+?)\*\*`)

// nouns returns the words in bold: what a room is about.
func nouns(holds string) []string {
	var all []string
	for _, m := range bold.FindAllStringSubmatch(holds, -1) {
		all = append(all, m[1])
	}
	return all
}

// names returns the rooms of a cell; a dash stands for none.
func names(cell string) []string {
	if cell == "–" {
		return nil
	}
	return strings.Fields(cell)
}
