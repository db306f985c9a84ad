package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// trimmed is a cell without spaces around it, and without what spreadsheets
// put before a number to keep it a text: '0123 and ="0123".
func trimmed(cell string) string {
	cell = strings.TrimFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if text, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(text, `"`) {
		return strings.TrimSpace(strings.TrimSuffix(text, `"`))
	}
	return strings.TrimSpace(strings.TrimPrefix(cell, "'"))
}

// nothing tells what programs write where there is no value.
func nothing(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "-", "–", "—", "null", "(null)", "<null>", "n/a", "#n/a", "#н/д", "#ref!", "#знач!", "нет", "не указан", "не указано", "отсутствует":
		return true
	}
	return false
}

var (
	scientific = regexp.MustCompile(`^\+?(\d)(?:[.,](\d+))?[eEеЕ]\+?(\d{1,2})$`)
	extension  = regexp.MustCompile(`(?i)[,;\s]*(?:доб|вн|ext|extension|x)\.?\s*:?\s*\d{1,6}\s*$`)
	several    = regexp.MustCompile(`\s*(?:[,;|\n]|:::|/)\s*`)
)

// phoneText brings a number into a form that can be read: out of scientific
// notation, without an extension, and the first where there are several.
func phoneText(cell string) (string, wrong) {
	texts, w := phoneTexts(cell)
	if w != "" {
		return "", w
	}
	return texts[0], ""
}

// phoneTexts are the numbers of a cell; there is one at least.
func phoneTexts(cell string) ([]string, wrong) {
	cell = trimmed(cell)
	if m := scientific.FindStringSubmatch(cell); m != nil {
		text, w := unscientific(m)
		return []string{text}, w
	}
	if n := len(cell); n > 2 && strings.HasSuffix(cell, ".0") && digits(cell) == n-1 {
		cell = cell[:n-2] // a number that a program took for a fraction
	}
	if digits(cell) > 11 {
		var texts []string
		for part := range strings.SplitSeq(several.ReplaceAllString(cell, "\n"), "\n") {
			if part = strings.TrimSpace(extension.ReplaceAllString(part, "")); digits(part) >= 10 {
				texts = append(texts, part)
			}
		}
		if len(texts) > 0 {
			return texts, ""
		}
	}
	return []string{extension.ReplaceAllString(cell, "")}, ""
}

// unscientific writes 7.9001234567E+10 out, where no digit is missing.
func unscientific(m []string) (string, wrong) {
	power, _ := strconv.Atoi(m[3])
	digits := m[1] + m[2]
	if len(digits) != power+1 {
		return "", roundedNumber
	}
	return digits, ""
}

// emailTexts are the addresses of a cell, without the words around them;
// there is one at least.
func emailTexts(cell string) []string {
	cell = trimmed(cell)
	var texts []string
	if strings.Count(cell, "@") > 1 {
		for part := range strings.SplitSeq(several.ReplaceAllString(cell, "\n"), "\n") {
			if strings.Contains(part, "@") {
				texts = append(texts, emailText(part))
			}
		}
	}
	if len(texts) == 0 {
		texts = append(texts, emailText(cell))
	}
	return texts
}

func emailText(cell string) string {
	cell = strings.TrimPrefix(strings.TrimSpace(cell), "mailto:")
	if from, to := strings.LastIndexByte(cell, '<'), strings.LastIndexByte(cell, '>'); from >= 0 && to > from {
		return cell[from+1 : to]
	}
	return cell
}
