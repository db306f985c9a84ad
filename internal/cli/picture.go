package cli

import (
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// picture is the text as a QR code in half blocks, dark on light whatever
// the terminal's colors; "" where it is too long for one.
func picture(text string) string {
	code, err := qr.Encode(text, qr.L, qr.Auto)
	if err != nil {
		return ""
	}
	size := code.Bounds().Dx()
	dark := func(x, y int) bool {
		return x >= 0 && y >= 0 && x < size && y < size && code.At(x, y) == color.Black
	}
	var b strings.Builder
	for y := -2; y < size+2; y += 2 {
		b.WriteString("  \x1b[30;107m")
		for x := -2; x < size+2; x++ {
			b.WriteString(half(dark(x, y), dark(x, y+1)))
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.String()
}

// half is two points, one above the other, in one character.
func half(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
