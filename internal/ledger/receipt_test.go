package ledger_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// receipt returns the receipt of one entry among others, as a file.
func receipt(t *testing.T, k *gatetest.Kit, others int) []byte {
	t.Helper()
	anna := k.Add(t, gatetest.Anna())
	for range others / 2 {
		appendTo(t, k, anna)
	}
	id := appendTo(t, k, anna)
	for range others / 2 {
		appendTo(t, k, anna)
	}
	k.Sequence(t)
	r, err := k.Ledger.Receipt(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReceiptsVerify(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		file := receipt(t, k, 12)
		var spaced bytes.Buffer
		if err := json.Indent(&spaced, file, "", "\t"); err != nil {
			t.Fatal(err)
		}
		for _, given := range [][]byte{file, spaced.Bytes(), append(file, '\n')} {
			v, err := ledger.VerifyReceipt(given, k.Ledger.PublicKey())
			if err != nil || v.OwnKey || v.TreeSize != 14 || v.Entry.Act != ledger.ActReveal || v.Entry.Number != 8 {
				t.Errorf("VerifyReceipt: %+v, %v", v, err)
			}
		}
		if v, err := ledger.VerifyReceipt(file, ""); err != nil || !v.OwnKey {
			t.Errorf("VerifyReceipt without a key: OwnKey %v, want a warning: %v", v.OwnKey, err)
		}
		other := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
		if _, err := ledger.VerifyReceipt(file, other.Ledger.PublicKey()); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("VerifyReceipt with another company's key: %v, want ErrInvalid", err)
		}
	})
}

// TestAReceiptOfTheFirstAndOnlyEntry has a proof of no steps.
func TestAReceiptOfTheFirstAndOnlyEntry(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	anna := k.Add(t, gatetest.Anna())
	id := slovo.EntryIDOf(anna, 1)
	if _, err := k.Ledger.Receipt(t.Context(), id); !errors.Is(err, slovo.ErrUnavailable) {
		t.Errorf("Receipt before it is sequenced: %v, want ErrUnavailable", err)
	}
	if _, err := k.Ledger.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := k.Ledger.Receipt(t.Context(), id) // publishes at once
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyReceipt(file, k.Ledger.PublicKey()); err != nil {
		t.Error(err)
	}
	refuseAll(t, file, k.Ledger.PublicKey())
	for _, none := range []slovo.EntryID{slovo.EntryIDOf(anna, 2), "nobody-1", "", "firm-1"} {
		if _, err := k.Ledger.Receipt(t.Context(), none); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("Receipt(%q): %v, want ErrNotFound", none, err)
		}
	}
	k.Erase(t, anna)
	k.Sequence(t)
	if _, err := k.Ledger.Receipt(t.Context(), id); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("Receipt of a shredded half: %v, want ErrNotFound", err)
	}
}

func TestNoChangeOfAReceiptPasses(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	refuseAll(t, receipt(t, k, 12), k.Ledger.PublicKey())
}

// refuseAll changes the file in every way that changed knows, and wants
// each refused, with the company's key and with the receipt's own.
func refuseAll(t *testing.T, file []byte, public string) {
	t.Helper()
	tree := parse(t, file)
	if !bytes.Equal(tree.text(), file) {
		t.Fatalf("the test's own JSON is not the file's:\n%s\n%s", tree.text(), file)
	}
	n := 0
	for _, how := range tree.changes("") {
		undo := how.do()
		given := tree.text()
		undo()
		if bytes.Equal(given, file) {
			continue
		}
		n++
		for _, key := range []string{public, ""} {
			if _, err := ledger.VerifyReceipt(given, key); !errors.Is(err, slovo.ErrInvalid) {
				t.Errorf("%s: %v, want ErrInvalid", how.what, err)
			}
		}
	}
	for _, given := range []string{"", "{}", "null", "[]", string(file) + "{}", string(file[:len(file)-1]), string(file) + "x", "\ufeff" + string(file)} {
		if _, err := ledger.VerifyReceipt([]byte(given), public); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("VerifyReceipt(%.20q…): %v, want ErrInvalid", given, err)
		}
	}
	t.Logf("%d changes were tried", n)
}

// node is JSON with its order kept.
type node struct {
	open  json.Delim // 0: a scalar
	keys  []string   // of an object
	kids  []*node
	plain any // a string or a json.Number
}

func parse(t *testing.T, file []byte) *node {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(file))
	d.UseNumber()
	var read func() *node
	token := func() json.Token {
		tok, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		return tok
	}
	read = func() *node {
		tok := token()
		open, ok := tok.(json.Delim)
		if !ok {
			return &node{plain: tok}
		}
		n := &node{open: open}
		for d.More() {
			if open == '{' {
				n.keys = append(n.keys, token().(string))
			}
			n.kids = append(n.kids, read())
		}
		token()
		return n
	}
	return read()
}

func (n *node) text() []byte {
	var parts []string
	for i, kid := range n.kids {
		text := string(kid.text())
		if n.open == '{' {
			text = fmt.Sprintf("%q:%s", n.keys[i], text)
		}
		parts = append(parts, text)
	}
	switch n.open {
	case '{':
		return []byte("{" + strings.Join(parts, ",") + "}")
	case '[':
		return []byte("[" + strings.Join(parts, ",") + "]")
	}
	b, _ := json.Marshal(n.plain)
	return b
}

// change is one way to change a receipt; do returns what undoes it.
type change struct {
	what string
	do   func() (undo func())
}

// changes lists every way to change the node and what is in it.
func (n *node) changes(at string) []change {
	var list []change
	become := func(what string, m node) {
		list = append(list, change{at + ": " + what, func() func() {
			old := *n
			*n = m
			return func() { *n = old }
		}})
	}
	become("null", node{plain: nil})
	become("true", node{plain: true})
	become("an empty object", node{open: '{'})
	become("an empty array", node{open: '['})
	become("inside an array", node{open: '[', kids: []*node{{open: n.open, keys: n.keys, kids: n.kids, plain: n.plain}}})
	switch plain := n.plain.(type) {
	case string:
		for _, s := range spellings(plain) {
			become(fmt.Sprintf("%.60q", s), node{plain: s})
		}
	case json.Number:
		for _, s := range []string{"-1", "0", plain.String() + "0", plain.String() + ".0", plain.String() + "e0", "1" + plain.String(), "9223372036854775808"} {
			become(s, node{plain: json.Number(s)})
		}
		v, _ := plain.Int64()
		become("one more", node{plain: json.Number(fmt.Sprint(v + 1))})
		become("one less", node{plain: json.Number(fmt.Sprint(v - 1))})
		become("a string", node{plain: plain.String()})
	}
	for i, kid := range n.kids {
		name := fmt.Sprintf("%s/%d", at, i)
		if n.open == '{' {
			name = at + "/" + n.keys[i]
		}
		list = append(list, n.around(name, i)...)
		list = append(list, kid.changes(name)...)
	}
	return list
}

// around changes what holds the kid: leaves it out, puts it in twice, moves
// it, gives it another key, puts a stranger before it.
func (n *node) around(name string, i int) []change {
	with := func(what string, edit func(m *node)) change {
		return change{name + ": " + what, func() func() {
			old := *n
			n.keys, n.kids = slices.Clone(n.keys), slices.Clone(n.kids)
			edit(n)
			return func() { *n = old }
		}}
	}
	insert := func(m *node, at int, key string, kid *node) {
		if m.open == '{' {
			m.keys = slices.Insert(m.keys, at, key)
		}
		m.kids = slices.Insert(m.kids, at, kid)
	}
	remove := func(m *node) {
		if m.open == '{' {
			m.keys = slices.Delete(m.keys, i, i+1)
		}
		m.kids = slices.Delete(m.kids, i, i+1)
	}
	key := ""
	if n.open == '{' {
		key = n.keys[i]
	}
	list := []change{
		with("left out", remove),
		with("twice", func(m *node) { insert(m, i, key, m.kids[i]) }),
		with("twice, first null", func(m *node) { insert(m, i, key, &node{}) }),
		with("twice, last empty", func(m *node) { insert(m, i+1, key, &node{plain: ""}) }),
		with("a stranger before it", func(m *node) { insert(m, i, "stranger", &node{plain: "x"}) }),
		with("moved to the end", func(m *node) {
			kid := m.kids[i]
			remove(m)
			insert(m, len(m.kids), key, kid)
		}),
	}
	if n.open == '{' {
		list = append(
			list,
			with("key in capitals", func(m *node) { m.keys[i] = strings.ToUpper(key) }),
			with("another key", func(m *node) { m.keys[i] = key + "_" }),
		)
	}
	return list
}

// spellings are other strings: each letter changed in some ways, left out,
// doubled; something before, after, all in capitals.
func spellings(s string) []string {
	list := []string{"", s + " ", " " + s, s + "\n", "\n" + s, s + "A", s + "=", s + s, strings.ToUpper(s), s + "\x00"}
	for i := range len(s) {
		if s[i] >= 0x80 { // inside a letter of several bytes
			continue
		}
		for _, c := range []byte{s[i] ^ 1, s[i] ^ 2, s[i] ^ 4, s[i] ^ 8, s[i] ^ 16, s[i] ^ 32, '\n', '\r'} {
			list = append(list, s[:i]+string(rune(c))+s[i+1:])
		}
		list = append(list, s[:i]+s[i+1:], s[:i]+s[i:i+1]+s[i:], s[:i]+"\n"+s[i:], s[:i]+"\r"+s[i:])
	}
	// Lines of a note: one more that nobody verifies, and one twice.
	if head, line, ok := strings.Cut(s, "\n\n"); ok {
		list = append(list, s+"— witness.example/w AAAAAAAAAA==\n", s+line, head+"\n\n— witness.example/w AAAAAAAAAA==\n"+line)
	}
	return list
}
