package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// Report is what a check of a charter found.
type Report = charter.Report

// CheckCharter reads the charter's file, and the consents' texts beside it,
// and tells all that is wrong, today and by the laws; none are its own. A
// law that slovo does not know is slovo.ErrInvalid.
func CheckCharter(path string, laws []string) (charter.Report, error) {
	for _, law := range laws {
		if !slices.Contains(charter.Laws(), law) {
			return charter.Report{}, fmt.Errorf("app: law %q, there are %v: %w", law, charter.Laws(), slovo.ErrInvalid)
		}
	}
	text, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return charter.Report{}, fmt.Errorf("app: charter: %w", err)
	}
	return charter.Check(filepath.Base(path), text, charter.Look{
		Laws: laws, Today: time.Now(), Texts: os.DirFS(filepath.Dir(path)),
	}), nil
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

// Finding is one thing that a check of a charter found.
type Finding = charter.Problem

// Warning is the severity of a finding that stands in nobody's way.
const Warning = charter.Warning

// Laws returns the laws that a charter can be checked by.
func Laws() []string { return charter.Laws() }
