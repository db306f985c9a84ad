package intake

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"slovo/internal/charter"
	"slovo/internal/gate"
)

// spokenEvents are headers that say clearly when a moment was. Others are
// known where they are called as the charter calls the event.
var spokenEvents = map[string]string{
	"created": `createdate createddate createdat created datecreated creationdate registrationdate registeredat customersince
		дата_создания дата_создания_контакта дата_регистрации дата_добавления`,
	"order_closed": `lastorderdate lastpurchasedate dateoflastorder orderclosed orderclosedat orderclosedate
		дата_последнего_заказа дата_последней_покупки дата_закрытия_заказа`,
	"last_contact": `lastcontacted lastcontactdate lastactivitydate dateoflastcontact
		дата_последнего_обращения дата_последнего_контакта`,
}

var eventHeaders = func() map[string]string {
	all := map[string]string{}
	for event, headers := range spokenEvents {
		for header := range strings.FieldsSeq(headers) {
			all[bared(header)] = event
		}
	}
	return all
}()

// moment is a column of dates on which an event was.
type moment struct {
	column int
	event  string
	order  order
}

// eventOf is the event that the header names, "" where it names none.
func eventOf(header string, c *charter.Charter) string {
	key := bared(header)
	for _, name := range slices.Sorted(maps.Keys(c.Events)) {
		said := c.Events[name].Name
		if key != "" && (key == bared(name) || key == bared(said.RU) || key == bared(said.EN)) && gate.ToldBySource(c, name) {
			return name
		}
	}
	return eventHeaders[key]
}

// order is which of two numbers is the day.
type order int

const (
	unclear order = iota
	dayFirst
	monthFirst
)

// orderOf looks for a number that no month has.
func orderOf(cells []string) order {
	seen, found := false, unclear
	for _, cell := range cells {
		m := slashed.FindStringSubmatch(trimmed(cell))
		if m == nil || m[2] == "." {
			continue
		}
		seen = true
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[3])
		switch {
		case a > 12 && found != monthFirst:
			found = dayFirst
		case b > 12 && found != dayFirst:
			found = monthFirst
		case a > 12 || b > 12:
			return unclear
		}
	}
	if !seen {
		return dayFirst
	}
	return found
}

var (
	slashed = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?:[ ,T]+(\d{1,2}:\d{2}(?::\d{2})?)(?: ?([AaPp][Mm]))?)?$`)
	worded  = regexp.MustCompile(`^(\d{1,2}) ([а-я]+) (\d{4})(?: ?г\.?)?$`)
	serial  = regexp.MustCompile(`^(\d{5})(?:[.,](\d+))?$`)
	months  = []string{"январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"}
	// written are dates in which nothing is left to guess.
	written = []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST",
		"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly, "2006/01/02", "2006/01/02 15:04:05",
		"Jan 2, 2006", "January 2, 2006", "2 Jan 2006", "2 January 2006", "Jan 2, 2006 15:04", time.RFC1123, time.RFC1123Z,
	}
)

// readTime reads a date as people and spreadsheets write them.
func readTime(cell string, o order) (time.Time, bool) {
	cell = strings.Join(strings.Fields(trimmed(cell)), " ")
	if m := serial.FindStringSubmatch(cell); m != nil {
		return readSerial(m[1], m[2])
	}
	if m := slashed.FindStringSubmatch(cell); m != nil {
		if m[2] == "." {
			o = dayFirst
		}
		return readSlashed(m, o)
	}
	if m := worded.FindStringSubmatch(strings.ToLower(cell)); m != nil {
		return readWorded(m)
	}
	for _, layout := range written {
		if at, err := time.Parse(layout, cell); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// readSerial reads a spreadsheet's number of days, with a part of a day.
func readSerial(days, part string) (time.Time, bool) {
	n, _ := strconv.Atoi(days)
	if n <= 10000 || n >= 80000 {
		return time.Time{}, false
	}
	of, _ := strconv.ParseFloat("0."+part, 64)
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	return day.Add(time.Duration(of * float64(24*time.Hour))).Round(time.Second), true
}

func readSlashed(m []string, o order) (time.Time, bool) {
	day, month := m[1], m[3]
	switch o {
	case unclear:
		return time.Time{}, false
	case monthFirst:
		day, month = month, day
	}
	text, layout := day+"."+month+"."+m[4], "2.1.2006"
	if m[5] != "" {
		text, layout = text+" "+m[5], layout+" 15:04"
		if strings.Count(m[5], ":") == 2 {
			layout += ":05"
		}
	}
	if m[6] != "" {
		text, layout = text+" "+strings.ToUpper(m[6]), strings.Replace(layout, "15", "3", 1)+" PM"
	}
	at, err := time.Parse(layout, text)
	return at, err == nil
}

func readWorded(m []string) (time.Time, bool) {
	for i, month := range months {
		if strings.HasPrefix(m[2], month) && (i != 4 || len([]rune(m[2])) == 3) {
			at, err := time.Parse("2.1.2006", m[1]+"."+strconv.Itoa(i+1)+"."+m[3])
			return at, err == nil
		}
	}
	return time.Time{}, false
}

// dated tells whether most of the cells are dates, were day and month clear.
func dated(cells []string) bool {
	good := 0
	for _, cell := range cells {
		if _, ok := readTime(cell, dayFirst); ok {
			good++
		} else if _, ok := readTime(cell, monthFirst); ok {
			good++
		}
	}
	return good > 0 && good*2 >= len(cells)
}

// dateText is a date in the form that fields keep, where it can be read.
func dateText(text string) string {
	if at, ok := readTime(text, unclear); ok {
		return at.Format(time.DateOnly)
	}
	return text
}
