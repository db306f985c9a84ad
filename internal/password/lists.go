package password

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

//go:embed list/common.txt.gz
var commonList []byte

//go:embed list/russian.txt
var russianList string

// lists returns the blocklist, read at the first check: half a megabyte
// that a program which checks no password need not hold.
var lists = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool, 50_000)
	packed, err := gzip.NewReader(bytes.NewReader(commonList))
	if err != nil {
		panic("password: the embedded list is broken: " + err.Error())
	}
	read(words, packed)
	read(words, strings.NewReader(russianList))
	for _, word := range strings.Fields(russianList) {
		words[latin(word)] = true
	}
	return words
})

func read(words map[string]bool, r io.Reader) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		words[lines.Text()] = true
	}
	if err := lines.Err(); err != nil {
		panic("password: the embedded list is broken: " + err.Error())
	}
}
