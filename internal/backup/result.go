package backup

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"slovo"
	"slovo/internal/ledger"
)

// ResultFile is where a backup's result lies beside its sealed files.
const ResultFile = "result"

// Manifest is what a backup says of itself, sealed in both of its files.
type Manifest struct {
	Format     int              `json:"format"` // 1
	ID         string           `json:"id"`     // the same in both files
	At         time.Time        `json:"at"`
	Engine     string           `json:"engine"` // sqlite or postgres
	Log        string           `json:"log"`    // the log's public key
	Checkpoint []byte           `json:"checkpoint"`
	Outside    string           `json:"outside"` // the folder of what is kept outside the database, on the machine of then
	Counts     map[string]int64 `json:"counts"`  // rows, by table
}

// format is how a backup of today is laid out.
const format = 1

// NewManifest returns that of a backup of now.
func NewManifest(at time.Time, engine string) Manifest {
	return Manifest{Format: format, ID: slovo.RandomText(10), At: at.UTC(), Engine: engine}
}

// ReadManifest reads one; slovo.ErrInvalid where it is another format's.
func ReadManifest(text []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Format != format {
		return Manifest{}, fmt.Errorf("backup: manifest: of another slovo: %w", slovo.ErrInvalid)
	}
	return m, nil
}

// Result is how a backup's trial restore went: signed with the log's key.
type Result struct {
	ID         string    `json:"id"`
	At         time.Time `json:"at"`
	Drill      bool      `json:"drill"` // nothing of it was kept
	Engine     string    `json:"engine"`
	Data       Sealed    `json:"data"`
	Keys       Sealed    `json:"keys"`
	Tables     int       `json:"tables"` // whose rows were counted
	Rows       int64     `json:"rows"`
	Customers  int64     `json:"customers"`
	Entries    int64     `json:"entries"`    // of the log, in the tree
	Checkpoint int64     `json:"checkpoint"` // the size that was kept outside when the copy began
	Opened     int       `json:"opened"`     // sealed fields, as a trial
	OK         bool      `json:"ok"`

	Findings []ledger.Finding `json:"findings"` // what is not as it should be
}

// Compare holds the rows that were restored against those that were
// copied, and adds what differs to the findings.
func (r *Result) Compare(copied, restored map[string]int64) {
	for _, table := range slices.Sorted(maps.Keys(copied)) {
		r.Tables++
		r.Rows += restored[table]
		if copied[table] != restored[table] {
			r.Find("table "+table, "%d rows were copied, %d restored", copied[table], restored[table])
		}
	}
	r.Customers = restored["customers"]
}

// Find adds a finding. It never holds a value.
func (r *Result) Find(where, what string, args ...any) {
	r.Findings = append(r.Findings, ledger.Finding{Where: where, What: fmt.Sprintf(what, args...)})
}

// Voucher signs; *ledger.Ledger is one.
type Voucher interface {
	Vouch(text string) ([]byte, error)
}

// Sign signs the result as it stands.
func (r *Result) Sign(by Voucher) ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("backup: result: %w", err)
	}
	return by.Vouch(string(text) + "\n")
}

// ReadResult reads a result that the log's key has signed; one that
// somebody made up is slovo.ErrInvalid.
func ReadResult(signed []byte, public string) (Result, error) {
	text, err := ledger.OpenVouched(signed, public)
	if err != nil {
		return Result{}, fmt.Errorf("backup: %w", err)
	}
	var r Result
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Result{}, fmt.Errorf("backup: result: %w", slovo.ErrInvalid)
	}
	return r, nil
}
