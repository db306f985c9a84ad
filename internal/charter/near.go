package charter

import "slices"

// nearest returns the known word that a slip of the pen makes into the
// given one; "" where none is near enough to be meant.
func nearest(given string, known []string) string {
	const most = 40 // no key and no name is longer
	if len(given) > most {
		return ""
	}
	best, least := "", max(1, len(given)/3)+1
	for _, word := range slices.Sorted(slices.Values(known)) {
		if d := distance(given, word); d < least {
			best, least = word, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with the next.
func distance(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func change(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
