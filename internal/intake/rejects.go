package intake

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/text"
)

// Rejections writes the rows that were not taken to a file, each as it was
// behind its number, its line, its column and the reason, so that they can be mended
// and imported again: such a file is read like any other. Of cards only the
// last four digits are written, and of their codes nothing. The file holds
// customers' data and says so. A nil *Rejections keeps quiet.
type Rejections struct {
	to   *csv.Writer
	plan *Plan
	lang slovo.Lang
}

// NewRejections returns one that writes CSV for people who read the
// language, with the table's own separator and headers. Flush ends it.
func NewRejections(to io.Writer, t *Table, p *Plan, lang slovo.Lang) *Rejections {
	_, _ = io.WriteString(to, "\uFEFF") // spreadsheets want it; a broken writer fails again
	r := &Rejections{to: csv.NewWriter(to), plan: p, lang: lang}
	r.to.Comma = t.Separator
	var header []string
	for _, id := range []string{"row", "line", "column", "reason"} {
		header = append(header, text.T(lang, "intake.rejects."+id))
	}
	for _, col := range p.Columns {
		header = append(header, harmless(col.Header))
	}
	_ = r.to.Write([]string{text.T(lang, "intake.rejects.warning")}) // Flush tells of errors
	_ = r.to.Write(header)
	return r
}

func (r *Rejections) put(one rejected) error {
	if r == nil {
		return nil
	}
	column := ""
	if one.column != none {
		column = r.plan.Columns[one.column].Title(r.lang)
	}
	row := []string{strconv.Itoa(one.row), strconv.Itoa(one.line), harmless(column), one.why.In(r.lang)}
	for i, cell := range one.cells {
		if r.plan.secrets[i] {
			cell = ""
		}
		cut := field.CutCards(cell)
		if i == one.column && cut == cell && one.why == holdsCard.text() {
			cut = "" // of a card in pieces nobody knows which may stay
		}
		row = append(row, harmless(cut))
	}
	return r.to.Write(row)
}

// Flush writes what waits, and tells of any error so far.
func (r *Rejections) Flush() error {
	if r == nil {
		return nil
	}
	r.to.Flush()
	if err := r.to.Error(); err != nil {
		return fmt.Errorf("intake: rejected rows: %w", err)
	}
	return nil
}

// harmless marks as text what a spreadsheet would run. The mark is left out
// again when the file is read.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) || strings.Trim(cell, "+-0123456789 ().") == "" {
		return cell
	}
	return "'" + cell
}
