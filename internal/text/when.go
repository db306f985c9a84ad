package text

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"slovo"
)

// When returns a moment in words as seen at now: "21 ноября, 9:02",
// "today, 9:02". The year stands only when it is not this one. Both are
// read in now's place.
func When(lang slovo.Lang, t, now time.Time) string {
	return Day(lang, t, now) + "," + string(nbsp) + Hour(t.In(now.Location()))
}

// Day returns the day in words: today, yesterday, or its date.
func Day(lang slovo.Lang, t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case sameDay(t, now):
		return T(lang, "when.today")
	case sameDay(t, now.AddDate(0, 0, -1)):
		return T(lang, "when.yesterday")
	}
	return Date(lang, t, now)
}

// Date returns the date in words: "21 ноября", "21 November 2025".
func Date(lang slovo.Lang, t, now time.Time) string {
	t = t.In(now.Location())
	date := strconv.Itoa(t.Day()) + string(nbsp) + T(lang, "when.month_"+strconv.Itoa(int(t.Month())))
	if t.Year() != now.Year() {
		date += string(nbsp) + strconv.Itoa(t.Year())
	}
	return date
}

// Hour returns the time of day as people write it: "9:02".
func Hour(t time.Time) string { return t.Format("15:04")[zero(t):] }

func zero(t time.Time) int {
	if t.Hour() < 10 {
		return 1
	}
	return 0
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// Left returns what is left of a countdown: "12:17", "0:48".
func Left(d time.Duration) string {
	s := max(0, int(d.Round(time.Second)/time.Second))
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Took returns how long something took: "0:48", "less than a second".
func Took(lang slovo.Lang, d time.Duration) string {
	if d < time.Second {
		return T(lang, "when.moment")
	}
	return Left(d)
}

// Minutes returns a duration in words, in whole minutes rounded up: "12 минут".
func Minutes(lang slovo.Lang, d time.Duration) string {
	return T(lang, "when.minutes", max(1, int((d+time.Minute-1)/time.Minute)))
}

// Number returns n with its thousands apart: "18 204", "18,204".
func Number(lang slovo.Lang, n int) string {
	apart := string(nbsp)
	if lang == slovo.EN {
		apart = ","
	}
	if n < 0 {
		return "−" + Number(lang, -n)
	}
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return Number(lang, n/1000) + apart + fmt.Sprintf("%03d", n%1000)
}

// Amount returns a sum of money, written "1290.50 RUB", as people write it:
// "1 290,50 ₽", "₽1,290.50". What is not so written comes back as it is.
func Amount(lang slovo.Lang, sum string) string {
	number, currency, _ := strings.Cut(sum, " ")
	whole, part, fraction := strings.Cut(number, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return sum
	}
	said := Number(lang, n)
	if fraction {
		said += map[slovo.Lang]string{slovo.RU: ",", slovo.EN: "."}[lang] + part
	}
	sign := cmp.Or(signs[currency], currency)
	if lang == slovo.EN && sign != currency {
		return sign + said
	}
	return strings.TrimSpace(said + string(nbsp) + sign)
}

var signs = map[string]string{"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£"}
