package field

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A text without a hint holds no code by the patterns either.
func TestHintsMissNoCode(t *testing.T) {
	words := rapid.SampledFrom([]string{
		"123", "4567", "1 2 3", " ", "-", ": ", "CVV", "cvv2", "сvс", "СВВ", "свс", "Cvn2", "цвв", "ЦВЦ2", "код", "Коды", "цифры", "числа",
		"с обратной стороны", "на обороте", "со задней", "from the back", "on the BACK", "security code", "verification value",
		"код безопасности", "code", "DIGITS", "digit\u017f", "ba\u212A", "on the bac\u212A", "number", "карты", "это", "Иванов", "мой",
	})
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(words, 1, 6).Draw(t, "words"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		if !hinted(line) && (codeAfter.MatchString(line) || codeBefore.MatchString(line)) {
			t.Fatalf("no hint in %q", line)
		}
	})
}
