package ui

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"github.com/boombuler/barcode/qr"

	"slovo"
)

// margin is how many light points stand around a picture's dark ones;
// readers of such pictures count on four.
const margin = 4

// QR is the text as a QR code to draw; one of no size where the text
// is too long for it, and has to be typed.
func QR(of slovo.Value) Picture {
	code, err := qr.Encode(of.Show(), qr.L, qr.Auto)
	if err != nil {
		return Picture{}
	}
	size := code.Bounds().Dx()
	var dark strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			run := 0
			for x+run < size && code.At(x+run, y) == color.Black {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&dark, "M%d %dh%dv1h-%dz", x+margin, y+margin, run, run)
			}
			x += run
		}
	}
	return Picture{Size: size + 2*margin, Dark: slovo.NewValue(dark.String())}
}

// InFours sets a space after every four letters, for eyes that type them.
func InFours(seed slovo.Value) slovo.Value {
	var groups []string
	for group := range slices.Chunk([]byte(seed.Show()), 4) {
		groups = append(groups, string(group))
	}
	return slovo.NewValue(strings.Join(groups, " "))
}
