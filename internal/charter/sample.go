package charter

import (
	"embed"
	"fmt"

	"slovo"
)

//go:embed samples/*.yaml
var samples embed.FS

// Sample returns the file of a charter to begin with: "shop" is the shop of
// `slovo demo` and `slovo init`.
func Sample(name string) ([]byte, error) {
	data, err := samples.ReadFile("samples/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("charter: sample %q: %w", name, slovo.ErrNotFound)
	}
	return data, nil
}
