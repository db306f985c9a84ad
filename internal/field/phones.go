package field

import "strings"

// besidePhones parts the run where two mobiles or more stand one after the
// other: their groups may be as long as a card's, and are none. Only a card
// in fours is looked for among them, too.
func (f seen) besidePhones(run []group) [][]group {
	var all [][]group
	from := 0
	for i := 0; i < len(run); {
		n := f.phonesAt(run[i:])
		if n == 0 {
			i++
			continue
		}
		if i > from {
			all = append(all, run[from:i])
		}
		i += n
		from = i
	}
	if from < len(run) {
		all = append(all, run[from:])
	}
	return all
}

// phonesAt returns how many of the first groups are two mobiles or more, 0
// for none: one alone may be anything.
func (f seen) phonesAt(groups []group) int {
	at, phones := 0, 0
	for {
		n := f.phoneAt(groups[at:])
		if n == 0 {
			break
		}
		at, phones = at+n, phones+1
	}
	if phones < 2 {
		return 0
	}
	return at
}

// phoneAt returns how many of the first groups make a Russian mobile: eleven
// digits from 79 or 89 on, in no more groups than people write it in.
func (f seen) phoneAt(groups []group) int {
	digits := 0
	for i, g := range groups[:min(len(groups), 5)] {
		if digits += g.len(); digits < 11 {
			continue
		}
		if text := f.digits(groups[:i+1]); digits == 11 && strings.ContainsRune("78", rune(text[0])) && text[1] == '9' {
			return i + 1
		}
		break
	}
	return 0
}
