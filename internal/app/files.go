package app

import (
	"fmt"
	"os"
	"path/filepath"

	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// CheckCharter reads the charter's file and tells all that is wrong with it.
func CheckCharter(path string) (charter.Report, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return charter.Report{}, fmt.Errorf("app: charter: %w", err)
	}
	return charter.Check(filepath.Base(path), text), nil
}

// VerifyReceipt checks the receipt's file offline; key is the company's
// published key, empty for the receipt's own, which proves less.
func VerifyReceipt(path, key string) (ledger.Verified, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return ledger.Verified{}, fmt.Errorf("app: receipt: %w", err)
	}
	return ledger.VerifyReceipt(text, key)
}
