package gate

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/ledger"
)

// mostHits is how many customers one search shows: enough to tell the one
// who calls, too few to read a list out of.
const mostHits = 20

// mostCandidates is how many records one search opens inside the gate.
const mostCandidates = 200

// Hit is one customer found: enough to tell forty «И. И.» apart, too
// little to spell a name out letter by letter.
type Hit struct {
	ID    slovo.CustomerID
	Name  string // the words typed, initials for the rest
	Phone string // masked
	City  string
}

// Found is what a search shows. More tells that there are more than it shows.
type Found struct {
	Hits []Hit
	More bool
}

// Search finds customers by a field's exact value, or by the starts of a
// name's words, of at least three letters each. It is a use: values are
// compared inside the gate, one entry tells of the search, and the actor's
// quota counts it. A *Denial over the quota or without a purpose that
// searches the field; slovo.ErrInvalid for words too short.
func (g *Gate) Search(ctx context.Context, a slovo.Actor, name string, typed slovo.Value) (Found, error) {
	g = g.steady()
	declared, ok := g.charter().Fields[name]
	if reasons := g.maySearch(a, name, ok && declared.Search != ""); len(reasons) > 0 {
		return Found{}, g.refuseFirm(ctx, a, ledger.ActSearch, reasons)
	}
	q, err := g.query(name, declared, typed.Show())
	if err != nil {
		return Found{}, err
	}
	if over, err := g.use(ctx, a, quotaSearches, 1); err != nil {
		return Found{}, err
	} else if over {
		return Found{}, g.refuseFirm(ctx, a, ledger.ActSearch, []Reason{{Code: OverQuota}})
	}
	found, err := g.find(ctx, a, q)
	if err != nil {
		return Found{}, fmt.Errorf("gate: search %s: %w", name, err)
	}
	_, err = g.write(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: a, Act: ledger.ActSearch, Fields: []string{name}, Outcome: ledger.Done,
		Count: int64(len(found.Hits)), Charter: g.charter().Hash,
	})
	if err != nil {
		return Found{}, err
	}
	return found, nil
}

// maySearch asks for a purpose that holds the field and that the actor works for.
func (g *Gate) maySearch(a slovo.Actor, name string, searchable bool) []Reason {
	if !searchable {
		return []Reason{{Code: UndeclaredField}}
	}
	var holding []string
	for purpose, p := range g.charter().Purposes {
		if p.Holds(name) {
			holding = append(holding, purpose)
		}
	}
	if len(g.mine(a, holding)) > 0 {
		return nil
	}
	return []Reason{g.notMine(a, name, holding)}
}

// query is one search: what to look up, and how to confirm a candidate.
type query struct {
	field   string
	hashes  [][]byte // a customer stands under each
	typed   string
	confirm func(value string) bool
}

// query reads what was typed: for a name the starts of its words, each of
// three letters at least; anything else is one exact value.
func (g *Gate) query(name string, declared charter.Field, typed string) (query, error) {
	if declared.Search == "words" {
		return g.nameQuery(name, typed)
	}
	normal, err := declared.Normalize(typed)
	if err != nil {
		return query{}, &BadField{name, err}
	}
	key := field.Key(declared.Type, normal)
	return query{field: name, hashes: [][]byte{g.exact(name, declared.Type, normal)}, confirm: func(value string) bool {
		return field.Key(declared.Type, value) == key
	}}, nil
}

// nameQuery goes over the very pieces that confirm a candidate: a sign
// between letters makes two of a word, and each must have three letters.
// Doubled letters are looked up once, so that three may leave too little:
// then one more is asked for.
func (g *Gate) nameQuery(name, typed string) (query, error) {
	pieces, q := field.Pieces(typed), query{field: name, typed: typed}
	if len(pieces) == 0 {
		return query{}, fmt.Errorf("gate: search %s: nothing was typed: %w", name, slovo.ErrInvalid)
	}
	for _, piece := range pieces {
		if field.Letters(piece) < 3 {
			return query{}, fmt.Errorf("gate: search %s: each word needs three letters: %w", name, slovo.ErrInvalid)
		}
		_, indexed, ok := field.StartOf(piece)
		if !ok {
			return query{}, fmt.Errorf("gate: search %s: doubled letters count once, type one more letter: %w", name, slovo.ErrInvalid)
		}
		q.hashes = append(q.hashes, g.start(name, indexed))
	}
	q.confirm = func(value string) bool { return field.HasStart(value, typed) }
	return q, nil
}

// find opens candidates inside the gate until enough are confirmed. Hashes
// are short, and a record may have changed: only what confirms is a hit.
func (g *Gate) find(ctx context.Context, a slovo.Actor, q query) (Found, error) {
	var found Found
	under := g.under(q.hashes)
	for range mostCandidates {
		id, err := under.next(ctx)
		if err != nil || id == "" {
			found.More = under.cut
			return found, err
		}
		hit, ok, err := g.hit(ctx, a, q, id)
		if errors.Is(err, slovo.ErrNotFound) {
			continue // erased meanwhile
		}
		if err != nil {
			return Found{}, err
		}
		if ok && len(found.Hits) == mostHits {
			break
		}
		if ok {
			found.Hits = append(found.Hits, hit)
		}
	}
	found.More = true
	return found, nil
}

// hit opens of the record what the actor's purposes hold, and nothing else.
func (g *Gate) hit(ctx context.Context, a slovo.Actor, q query, id slovo.CustomerID) (Hit, bool, error) {
	customer, err := g.store.Customer(ctx, id)
	if err != nil {
		return Hit{}, false, err
	}
	sealed, err := g.store.Record(ctx, id)
	if err != nil {
		return Hit{}, false, err
	}
	sealed = sealed.held(g.charter(), g.mine(a, customer.Purposes))
	if len(sealed.Cells) == 0 {
		return Hit{}, false, nil
	}
	opened, err := g.open(id, sealed, sealed.fields())
	if err != nil {
		return Hit{}, false, err
	}
	hit, confirmed := Hit{ID: id}, false
	for _, o := range opened {
		declared, text := g.charter().Fields[o.Field], o.Value.Show()
		if o.Field == q.field {
			confirmed = q.confirm(text)
		}
		switch declared.Type {
		case field.Name:
			hit.Name = shownName(text, q.typed)
		case field.Phone:
			hit.Phone = field.Mask(field.Phone, "last2", text)
		case field.Address:
			hit.City = field.City(text)
		}
	}
	return hit, confirmed, nil
}

// shownName shows of each word the letters that were typed of it, or its
// initial.
func shownName(name, typed string) string {
	words := strings.Fields(name)
	for i, word := range words {
		words[i] = shownWord(word, field.Pieces(typed))
	}
	return strings.Join(words, " ")
}

// shownWord counts in the word's own letters: «Щ» is one, though it takes
// four to type it in the other alphabet.
func shownWord(word string, typed []string) string {
	letters, shown := []rune(word), 0
	for _, t := range typed {
		for n := 1; n <= len(letters); n++ {
			if field.HasStart(string(letters[:n]), t) {
				shown = max(shown, n)
				break
			}
		}
	}
	switch shown {
	case 0:
		return field.Mask(field.Name, "initials", word)
	case len(letters):
		return word
	}
	return string(letters[:shown]) + "…"
}
