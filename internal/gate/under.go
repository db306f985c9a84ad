package gate

import (
	"context"

	"slovo"
)

// pageOfHash is how many customers under a hash are read at a time: more
// than there are ids that differ in the last sign alone.
const pageOfHash = 200

// mostPages is how many pages one search reads: two starts that thousands
// have and nobody has both of end there.
const mostPages = 100

// under walks the customers who stand under every one of some hashes, in
// the order of their ids. Each hash's list is read by its own key, a page at
// a time, so that it may lie on any machine.
type under struct {
	store Lookups
	lists []list
	from  slovo.CustomerID // the next one is this or comes after it
	page  int              // its size
	pages int
	cut   bool // it ended before the lists did
}

// list is what was read of the customers under one hash.
type list struct {
	hash []byte
	ids  []slovo.CustomerID
	last bool // none come after ids
}

func (g *Gate) under(hashes [][]byte) *under {
	u := &under{store: g.store, page: pageOfHash}
	for _, hash := range hashes {
		u.lists = append(u.lists, list{hash: hash})
	}
	return u
}

// next returns the next customer; "" after the last one, or where it was cut
// because too many pages were read.
func (u *under) next(ctx context.Context) (slovo.CustomerID, error) {
	agreed := 0 // how many lists in a row hold from
	for i := 0; agreed < len(u.lists); i = (i + 1) % len(u.lists) {
		id, err := u.seek(ctx, &u.lists[i])
		if err != nil || id == "" {
			return "", err
		}
		if id != u.from {
			u.from, agreed = id, 0
		}
		agreed++
	}
	found := u.from
	u.from += "\x00" // whatever comes after it
	return found, nil
}

// seek returns the first in the list that is from or comes after it.
func (u *under) seek(ctx context.Context, l *list) (slovo.CustomerID, error) {
	for {
		for len(l.ids) > 0 && l.ids[0] < u.from {
			l.ids = l.ids[1:]
		}
		if len(l.ids) > 0 {
			return l.ids[0], nil
		}
		if u.cut = !l.last && u.pages == mostPages; u.cut || l.last {
			return "", nil
		}
		if err := u.read(ctx, l); err != nil {
			return "", err
		}
	}
}

// read fetches the page that begins at from, or a little before it.
func (u *under) read(ctx context.Context, l *list) error {
	u.pages++
	ids, err := u.store.Find(ctx, l.hash, before(u.from), u.page)
	l.ids, l.last = ids, len(ids) < u.page
	return err
}

// before is an id that none comes after which is smaller than this one, but
// for those that differ in the last sign alone.
func before(id slovo.CustomerID) slovo.CustomerID {
	if id == "" {
		return ""
	}
	return id[:len(id)-1]
}
