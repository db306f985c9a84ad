//go:build ignore

// Make reads a JSON list of passwords and writes it sorted and compressed.
package main

import (
	"compress/gzip"
	"encoding/json"
	"log"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("make: which list?")
	}
	body, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var words []string
	if err := json.Unmarshal(body, &words); err != nil {
		log.Fatal(err)
	}
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
	slices.Sort(words)
	out, _ := gzip.NewWriterLevel(os.Stdout, gzip.BestCompression)
	if _, err := out.Write([]byte(strings.Join(slices.Compact(words), "\n") + "\n")); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
