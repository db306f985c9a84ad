package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
)

// NoEmail stands in a first charter whose company named no address.
const NoEmail = "privacy@company.example"

// textsFolder is where the consents' texts lie, beside the charter.
const textsFolder = "texts"

// Kinds returns the kinds of company that FirstCharter knows.
func Kinds() []string { return charter.Samples() }

// FirstCharter is the sample charter of the kind under the company's own
// name and e-mail, "" for none yet: a beginning to be read and changed line
// by line. What else the sample says of itself is left to be filled in. It
// is an error where the address cannot stand in a charter.
func FirstCharter(kind string, company slovo.Text, email string) ([]byte, error) {
	sample, err := charter.Sample(kind)
	if err != nil {
		return nil, err
	}
	loaded, err := charter.Load(sample)
	if err != nil {
		return nil, err
	}
	company = slovo.Text{RU: oneLine(company.RU), EN: oneLine(company.EN)}
	text := unfilled(string(sample))
	for from, to := range map[string]string{loaded.Controller.Name.RU: company.RU, loaded.Controller.Name.EN: company.EN} {
		text = strings.ReplaceAll(text, strconv.Quote(from), strconv.Quote(to))
	}
	here := strconv.Quote(email)
	if email == "" {
		here = NoEmail + "  # впишите свой адрес / put your own address here"
	}
	text = strings.ReplaceAll(text, loaded.Controller.Contact.Email, here)
	text = strings.Replace(text, "id: "+loaded.ID+"\n", "id: "+charterID(company.EN)+"\n", 1)
	text = titled(text, company)
	if _, err := charter.Load([]byte(text)); err != nil {
		return nil, fmt.Errorf("app: first charter: %w", err)
	}
	return dated([]byte(text), time.Now()), nil
}

var effective = regexp.MustCompile(`(?m)^(\s+effective:\s*)\d{4}-\d{2}-\d{2}`)

// dated gives a sample the day on which it is taken into force, so that the
// next version is written by changing its number and nothing else.
func dated(text []byte, now time.Time) []byte {
	return effective.ReplaceAll(text, []byte("${1}"+now.Format(time.DateOnly)))
}

// What a sample says of its own company, and what a new one reads instead:
// what is not yet known is not declared, or says that it is not.
var blanks = []struct {
	sample *regexp.Regexp
	blank  string
}{
	{regexp.MustCompile(`(?m)^( *)(ids: \{.*)$`), "$1# $2  # впишите свои / put in your own"},
	{regexp.MustCompile(`(?m)^( *)(phone: "\+7 900 000-00-01")$`), "$1# $2  # впишите свой / put in your own"},
	{regexp.MustCompile(`address: \{ru: "Москва, .*\}`), `address: {ru: "впишите адрес компании", en: "put in the company's address"}`},
	{regexp.MustCompile(`name: \{ru: "А. Иванова", .*\}`), `name: {ru: "впишите имя ответственного", en: "put in who answers for the data"}`},
}

func unfilled(sample string) string {
	for _, b := range blanks {
		sample = b.sample.ReplaceAllString(sample, b.blank)
	}
	// The shop's courier is nobody's yet.
	if before, courier, ok := strings.Cut(sample, "\nrecipients:\n"); ok {
		if block, after, ok := strings.Cut(courier, "\n\n"); ok {
			sample = before + "\n# recipients:\n# " + strings.ReplaceAll(block, "\n", "\n# ") + "\n\n" + after
		}
	}
	return sample
}

var (
	titleRU = regexp.MustCompile(`(?m)^# Слово .*? о данных`)
	titleEN = regexp.MustCompile(`(?m)^# The word of .*? about`)
)

// titled puts the company's name into the first comment.
func titled(text string, company slovo.Text) string {
	text = titleRU.ReplaceAllLiteralString(text, "# Слово компании "+company.RU+" о данных")
	return titleEN.ReplaceAllLiteralString(text, "# The word of "+company.EN+" about")
}

// writeTexts lays the texts of the sample's consents beside the charter,
// in the company's name.
func (f Founding) writeTexts() error {
	if f.Kind == "" {
		return nil
	}
	c, err := charter.Load(f.Charter)
	if err != nil {
		return fmt.Errorf("app: init: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(f.Dir, textsFolder), 0o700); err != nil {
		return fmt.Errorf("app: init: %w", err)
	}
	for _, name := range c.Wordings() {
		sample, err := fs.ReadFile(charter.SampleFolder(), name)
		if err != nil {
			return fmt.Errorf("app: init: text %s: %w", name, slovo.ErrNotFound)
		}
		company := c.Controller.Name.EN
		if strings.HasSuffix(name, ".ru.md") {
			company = c.Controller.Name.RU
		}
		filled := strings.NewReplacer("{company}", company, "{email}", c.Controller.Contact.Email).Replace(string(sample))
		if err := writeNew(filepath.Join(f.Dir, filepath.FromSlash(name)), []byte(filled)); err != nil {
			return err
		}
	}
	return nil
}

// charterID makes an id of the name's Latin letters and digits.
func charterID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "_")
	if id = id[:min(len(id), 40)]; id == "" || id[0] < 'a' {
		return "company"
	}
	return strings.TrimRight(id, "_")
}

// oneLine keeps a name within its line.
func oneLine(name string) string { return strings.Join(strings.Fields(name), " ") }
