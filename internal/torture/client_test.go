package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// errUnanswered tells that nobody knows whether it was done.
var errUnanswered = errors.New("no answer")

// client drives the API of one server.
type client struct {
	url, agent, owner string
	http              *http.Client
	book              *book
}

func (c *company) client(s *server, b *book) *client {
	b.dark.Store(false)
	return &client{
		url: s.url, agent: c.Agent, owner: c.Owner, book: b,
		http: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 8}},
	}
}

// do asks once. Without an answer, and where the server says that it cannot
// (5xx), the error is errUnanswered.
func (c *client) do(token, method, path, key string, give, take any) (int, error) {
	body, err := json.Marshal(give)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, errUnanswered
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	text, err := io.ReadAll(answer.Body)
	if err != nil || c.book.dark.Load() || answer.StatusCode >= http.StatusInternalServerError {
		return answer.StatusCode, errUnanswered
	}
	if raw, ok := take.(*[]byte); ok {
		*raw = text
		return answer.StatusCode, nil
	}
	if answer.StatusCode < 300 && take != nil {
		if err := json.Unmarshal(text, take); err != nil {
			return 0, errUnanswered
		}
	}
	return answer.StatusCode, nil
}

// must asks for what has to be answered by that status, where it is answered.
func (c *client) must(want int, token, method, path, key string, give, take any) error {
	got, err := c.do(token, method, path, key, give, take)
	if err == nil && got != want {
		c.book.blame("%s %s: status %d, want %d", method, path, got, want)
		err = fmt.Errorf("status %d", got)
	}
	return err
}

const customers = "/api/v1/customers"

// order is the value that is revealed: what the two factors that a program
// knows of a customer open.
type order struct {
	Number string `json:"number"`
}

func orders(number string) []order { return []order{{number}} }

// create adds the customer; sent again, it stays one.
func (c *client) create(p *person) error {
	body := map[string]any{
		"fields": map[string]any{
			"name": "Заречная Любовь", "phone": p.phone, "account": p.account, "card_last4": p.card, "orders": orders(p.order),
		},
		"purposes": []string{"support"},
	}
	var made struct{ ID string }
	if err := c.must(http.StatusCreated, c.agent, "POST", customers, fmt.Sprintf("create-%d", p.number), body, &made); err != nil {
		return err
	}
	p.ID = made.ID
	c.book.ack(true)
	return nil
}

// talk opens a case and verifies the customer in it.
func (c *client) talk(p *person) error {
	var matter struct{ ID string }
	body := map[string]any{"customer": p.ID, "channel": "phone", "purpose": "support"}
	if err := c.must(http.StatusCreated, c.agent, "POST", "/api/v1/cases", "", body, &matter); err != nil {
		return err
	}
	p.matter = matter.ID
	var verified struct{ Passed bool }
	factors := map[string]any{"factors": []map[string]string{
		{"kind": "card_last4", "answer": p.card}, {"kind": "account_number", "answer": p.account},
	}}
	if err := c.must(http.StatusOK, c.agent, "POST", "/api/v1/cases/"+p.matter+"/verification", "", factors, &verified); err != nil {
		return err
	}
	if !verified.Passed {
		c.book.blame("customer %d is not verified by their own card and account", p.number)
		return errors.New("not verified")
	}
	c.book.ack(true)
	return nil
}

// reveal asks for the orders, and holds them to the book.
func (c *client) reveal(p *person) error {
	var seen struct {
		Fields struct{ Orders []order }
		Entry  string
	}
	body := map[string]any{"fields": []string{"orders"}, "purpose": "support", "case": p.matter}
	if err := c.must(http.StatusOK, c.agent, "POST", customers+"/"+p.ID+"/reveal", "", body, &seen); err != nil {
		return err
	}
	c.book.ack(true)
	p.reveals = append(p.reveals, seen.Entry)
	if p.gone == erased {
		c.book.blame("customer %d was erased, and opens", p.number)
	}
	if len(seen.Fields.Orders) != 1 || seen.Fields.Orders[0].Number != p.order {
		c.book.blame("customer %d: a wrong value was shown", p.number)
	}
	return nil
}

// change corrects the orders, in the case of the last talk.
func (c *client) change(p *person, number string) error {
	p.changed = number
	body := map[string]any{"fields": map[string]any{"orders": orders(number)}, "purpose": "support", "case": p.matter}
	if err := c.must(http.StatusOK, c.agent, "PATCH", customers+"/"+p.ID, fmt.Sprintf("change-%d", p.number), body, nil); err != nil {
		return err
	}
	p.order, p.changed = number, ""
	c.book.ack(true)
	return nil
}

// erase asks for the erasure and confirms it, as two people do.
func (c *client) erase(p *person) error {
	if err := c.ask(p); err != nil {
		return err
	}
	return c.confirm(p)
}

func (c *client) ask(p *person) error {
	var made struct{ Request string }
	if err := c.must(http.StatusAccepted, c.agent, "DELETE", customers+"/"+p.ID, fmt.Sprintf("erase-%d", p.number), struct{}{}, &made); err != nil {
		return err
	}
	p.request = made.Request
	c.book.ack(true)
	return nil
}

func (c *client) confirm(p *person) error {
	was := p.gone
	p.gone = unsure
	status, err := c.do(c.owner, "POST", "/api/v1/requests/"+p.request+"/confirm", "", struct{}{}, nil)
	switch {
	case err != nil:
		return err
	case status == http.StatusOK, was == unsure && status < 500: // done already
		p.gone = erased
		c.book.ack(status == http.StatusOK)
		return nil
	}
	c.book.blame("erasure of %d: status %d", p.number, status)
	return errors.New("not erased")
}

// live is all that happens to one customer.
func (c *client) live(p *person) error {
	steps := []func(*person) error{c.create, c.talk, c.reveal, func(p *person) error { return c.change(p, p.order+"-changed") }, c.reveal}
	if p.number%3 == 0 {
		steps = append(steps, c.erase)
	}
	for _, step := range steps {
		if err := step(p); err != nil {
			return err
		}
	}
	return nil
}

// work lets several workers live until the server is gone, or each has had
// as many customers.
func (c *client) work(workers, each int) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range each {
				if c.live(c.book.newPerson()) != nil {
					return
				}
			}
		})
	}
	all.Wait()
}
