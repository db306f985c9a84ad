package torture

import (
	"net/http"
	"testing"
	"time"

	"slovo/internal/ledger"
)

// settle sends again what was not answered, under the keys it was sent by.
func (c *client) settle(t *testing.T, people []*person) {
	t.Helper()
	for _, p := range people {
		if err := c.settleOne(p); err != nil {
			t.Errorf("customer %d, sent again: %v", p.number, err)
		}
	}
}

func (c *client) settleOne(p *person) error {
	if p.ID == "" {
		if err := c.create(p); err != nil {
			return err
		}
	}
	if p.changed != "" {
		if err := c.change(p, p.changed); err != nil {
			return err
		}
	}
	if p.gone == unsure {
		return c.confirm(p)
	}
	return nil
}

// check holds the people of the book against the running server.
func (c *client) check(t *testing.T, people []*person, key string) {
	t.Helper()
	for _, p := range people {
		if p.gone == erased {
			c.checkGone(t, p)
			continue
		}
		err := c.talk(p)
		if err == nil {
			err = c.reveal(p)
		}
		if err != nil {
			t.Errorf("customer %d was acknowledged: %v", p.number, err)
		}
	}
	for _, p := range people { // the entries above have their places soon
		if p.gone != erased {
			c.checkLog(t, p, key)
		}
	}
	for _, wrong := range c.book.wrong {
		t.Error(wrong)
	}
	c.book.wrong = nil
}

// checkGone wants nothing of the customer's to open, be found, or be begun.
func (c *client) checkGone(t *testing.T, p *person) {
	t.Helper()
	reveal := map[string]any{"fields": []string{"orders"}, "purpose": "support", "case": p.matter}
	for _, ask := range []struct {
		method, path string
		body         any
	}{
		{"POST", customers + "/" + p.ID + "/reveal", reveal},
		{"GET", customers + "/" + p.ID, nil},
	} {
		status, err := c.do(c.agent, ask.method, ask.path, "", ask.body, nil)
		if err != nil || status < 400 {
			t.Errorf("customer %d was erased, %s %s: status %d, %v", p.number, ask.method, ask.path, status, err)
		}
	}
	var found struct{ Customers []any }
	search := map[string]string{"field": "phone", "value": p.phone}
	if err := c.must(http.StatusOK, c.agent, "POST", customers+"/search", "", search, &found); err != nil || len(found.Customers) > 0 {
		t.Errorf("customer %d was erased, and is found: %v", p.number, err)
	}
}

// checkLog wants every acknowledged reveal in the customer's log, no number
// missing there, and a receipt that proves the last.
func (c *client) checkLog(t *testing.T, p *person, key string) {
	t.Helper()
	path := customers + "/" + p.ID + "/entries"
	var log struct {
		Entries []struct {
			ID     string
			Number int
		}
	}
	if err := c.must(http.StatusOK, c.agent, "GET", path+"?limit=200", "", nil, &log); err != nil {
		t.Errorf("log of customer %d: %v", p.number, err)
		return
	}
	have := map[string]bool{}
	for i, e := range log.Entries {
		have[e.ID] = true
		if e.Number != len(log.Entries)-i {
			t.Errorf("customer %d: entry %d stands where %d should", p.number, e.Number, len(log.Entries)-i)
		}
	}
	for _, entry := range p.reveals {
		if !have[entry] {
			t.Errorf("customer %d: the reveal %s was acknowledged and is not in the log", p.number, entry)
		}
	}
	if len(p.reveals) > 0 {
		c.proves(t, path+"/"+p.reveals[0]+"/receipt", key)
	}
}

// proves gets the receipt, once it is in the tree, and verifies it.
func (c *client) proves(t *testing.T, path, key string) {
	t.Helper()
	var receipt []byte
	status, err := c.do(c.agent, "GET", path, "", nil, &receipt)
	for range 400 { // waits for what another process does
		if status != http.StatusServiceUnavailable {
			break
		}
		time.Sleep(25 * time.Millisecond)
		status, err = c.do(c.agent, "GET", path, "", nil, &receipt)
	}
	if err != nil || status != http.StatusOK {
		t.Errorf("%s: status %d, %v", path, status, err)
		return
	}
	v, err := ledger.VerifyReceipt(receipt, key)
	if err != nil || v.Entry.Act != ledger.ActReveal {
		t.Errorf("%s: proves %q: %v", path, v.Entry.Act, err)
	}
}
