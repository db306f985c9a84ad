package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/web/visit"
)

// Receipt gives the proof of one entry of the agent's own case, as a file
// to hand to the customer. It holds no value, and can be checked without
// slovo and without the company.
func (c *Pages) Receipt(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CaseID(r.PathValue("case"))
	if _, err := c.Matters.Case(r.Context(), v.Actor, id); err != nil {
		return err
	}
	entry, err := c.entryOf(r, id)
	if err != nil {
		return err
	}
	return c.give(w, r, entry)
}

// give writes the entry's receipt as a file.
func (c *Pages) give(w http.ResponseWriter, r *http.Request, entry slovo.EntryID) error {
	proof, err := c.proof(r.Context(), entry)
	if errors.Is(err, slovo.ErrUnavailable) {
		w.Header().Set("Retry-After", "1")
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(proof)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="slovo-receipt-%d.json"`, entry.Number()))
	_, _ = w.Write(body) // a browser that left is no error
	return nil
}

// proof waits a moment for an entry that was only just written: it has its
// place in the tree within a second.
func (c *Pages) proof(ctx context.Context, entry slovo.EntryID) (ledger.Receipt, error) {
	for range 10 {
		proof, err := c.Log.Receipt(ctx, entry)
		if !errors.Is(err, slovo.ErrUnavailable) {
			return proof, err
		}
		select {
		case <-ctx.Done():
			return proof, err
		case <-time.After(150 * time.Millisecond):
		}
	}
	return c.Log.Receipt(ctx, entry)
}

// entryOf is the entry that the address names, if it was written in the case.
func (c *Pages) entryOf(r *http.Request, id slovo.CaseID) (slovo.EntryID, error) {
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || number < 1 {
		return "", slovo.ErrNotFound
	}
	list, err := c.Log.Of(r.Context(), id.Customer(), number+1, 1)
	if err != nil || len(list) == 0 {
		return "", errors.Join(err, slovo.ErrNotFound)
	}
	half, err := c.Log.OpenFirm(r.Context(), list[0])
	if err != nil || half.Case != id || half.Number != number {
		return "", errors.Join(err, slovo.ErrNotFound)
	}
	return list[0].ID(), nil
}
