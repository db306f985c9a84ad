package charter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const bytesAtMost = 1 << 20

// Load reads a charter and checks it whole, by its own laws. It returns
// either a charter in which every name is declared, or *Problems with all
// that is wrong. What only warns, and what depends on the day or on the
// consents' texts, is told by Check.
func Load(data []byte) (*Charter, error) {
	c, report := Read("", data, Look{})
	if !report.OK {
		return nil, &Problems{List: report.Problems}
	}
	return c, nil
}

// HashOf is what a charter's file, or a text beside it, is known by: the
// SHA-256 of its bytes, in hex.
func HashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// look reads the data and gathers all findings, in the order of places.
func look(data []byte, l Look) *reading {
	r := newReading()
	r.look = l
	if r.root = r.parse(data); r.root != nil {
		r.whole(r.root)
		for _, rule := range r.rules {
			rule()
		}
		for _, rule := range append(r.agreed, r.together) {
			rule()
		}
	}
	r.weigh()
	r.problems.sort()
	return r
}

// parse returns the one plain document of the file, or nil with a problem.
func (r *reading) parse(data []byte) *yaml.Node {
	start := &yaml.Node{Line: 1, Column: 1}
	switch {
	case len(data) > bytesAtMost:
		r.refuse(start, tooLarge)
		return nil
	case !utf8.Valid(data):
		r.refuse(start, notUTF8)
		return nil
	}
	from := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	if err := from.Decode(&document); errors.Is(err, io.EOF) {
		r.refuse(start, emptyFile)
		return nil
	} else if err != nil {
		r.unreadable(err)
		return nil
	}
	if err := from.Decode(&second); err == nil {
		r.refuse(&second, secondDocument)
		return nil
	} else if !errors.Is(err, io.EOF) {
		r.unreadable(err)
		return nil
	}
	if !r.plain(&document) {
		return nil
	}
	return document.Content[0]
}

// The parser tells its line only inside its text.
var parserLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

func (r *reading) unreadable(err error) {
	at, cause := 1, err.Error()
	if m := parserLine.FindStringSubmatch(cause); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			at = n
		}
		cause = m[2]
	}
	r.refuse(&yaml.Node{Line: at, Column: 1}, notYAML, "Cause", cause)
}

// plain refuses what makes one word of a file stand for much of it:
// anchors, aliases and tags. It stops at the first, since a bomb is made of
// thousands.
func (r *reading) plain(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || n.ShortTag() == "!!merge" {
		r.refuse(n, notPlain)
		return false
	}
	for _, inside := range n.Content {
		if !r.plain(inside) {
			return false
		}
	}
	return true
}

// whole reads the sections, first those that others are judged by.
func (r *reading) whole(root *yaml.Node) {
	c := r.charter
	c.Verification, c.Staff, c.Portal, c.Ledger = usualVerification(), usualStaff(), usualPortal(), usualLedger()
	r.keys(root,
		need("charter", r.head),
		need("controller", r.controller),
		need("stores", declare(r, stores, &c.Stores, r.store)),
		need("events", declare(r, events, &c.Events, r.event)),
		need("fields", declare(r, fields, &c.Fields, r.field)),
		may("consents", declare(r, consents, &c.Consents, r.consent)),
		need("purposes", declare(r, purposes, &c.Purposes, r.purpose)),
		may("recipients", declare(r, recipients, &c.Recipients, r.recipient)),
		need("roles", declare(r, roles, &c.Roles, r.role)),
		may("verification", r.verification),
		may("staff", r.staff),
		may("portal", r.portal),
		may("ledger", r.ledger),
	)
}
