package charter

import (
	"embed"
	"fmt"
	"io/fs"

	"slovo"
)

//go:embed samples
var samples embed.FS

// Samples returns the kinds of company that there is a charter for to begin
// with. The shop is that of `slovo demo` too.
func Samples() []string { return []string{"shop", "clinic", "broker", "scratch"} }

// Sample returns the file of a charter to begin with.
func Sample(name string) ([]byte, error) {
	data, err := samples.ReadFile("samples/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("charter: sample %q: %w", name, slovo.ErrNotFound)
	}
	return data, nil
}

// SampleFolder is the folder in which the samples lie, and beside them the
// texts of their consents. In those {company} and {email} stand for the
// company's own.
func SampleFolder() fs.FS {
	folder, err := fs.Sub(samples, "samples")
	if err != nil {
		panic("charter: " + err.Error()) // the name above is a valid one
	}
	return folder
}
