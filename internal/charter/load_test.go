package charter

import (
	"os"
	"testing"
)

func TestLoadExample(t *testing.T) {
	data, err := os.ReadFile("testdata/charter-example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(data); err != nil {
		t.Fatal(err)
	}
}
