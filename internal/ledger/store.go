package ledger

import (
	"context"

	"slovo"
)

// Store keeps entries, the tree and its checkpoints. Its methods join the
// transaction that the context carries.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	Entries
	Pages
	Tree
	Checkpoints
	Beginnings
}

// Beginnings lets a new log begin over the entries of an old one.
type Beginnings interface {
	// Uproot takes every entry out of the tree, and the tree, its tiles and
	// its checkpoints away. The entries stay.
	Uproot(ctx context.Context) error
}

// Entries keeps the lines, each with its customer.
type Entries interface {
	// NextNumber counts the customer's entries one up and returns the count.
	NextNumber(ctx context.Context, c slovo.CustomerID) (int64, error)
	PutEntry(ctx context.Context, e Entry) error
	// Outlast keeps the line in the journal as soon as the transaction is
	// durable: Atomic returns nil only then.
	Outlast(ctx context.Context, l Line)
	// Entry returns the line, or slovo.ErrNotFound.
	Entry(ctx context.Context, id slovo.EntryID) (Entry, error)
}

// Pages reads lines in order, by key, so that no length is too long.
type Pages interface {
	// EntriesOf returns the customer's lines with numbers below, newest first.
	EntriesOf(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]Entry, error)
	// EntriesAfter returns lines by customer and number, after the given id.
	EntriesAfter(ctx context.Context, after slovo.EntryID, limit int) ([]Entry, error)
	// LeavesFrom returns lines with that tree index and up, by index.
	LeavesFrom(ctx context.Context, index int64, limit int) ([]Entry, error)
	// Counters returns the customers' counts, by customer, after the given one.
	Counters(ctx context.Context, after slovo.CustomerID, limit int) ([]Counter, error)
}

// Counter is how many entries a customer has.
type Counter struct {
	Customer slovo.CustomerID
	Entries  int64
}

// Tree keeps the hashes, as the tiles that are published.
type Tree interface {
	TreeSize(ctx context.Context) (int64, error)
	// Unsequenced returns lines that have no place in the tree yet.
	Unsequenced(ctx context.Context, limit int) ([]Entry, error)
	// Tile returns the tile's hashes, or slovo.ErrNotFound.
	Tile(ctx context.Context, level int, n int64) ([]byte, error)
	// Grow moves the tree from one size to the next: the leaves' indexes,
	// the tiles and the size; slovo.ErrConflict where the size is another.
	Grow(ctx context.Context, g Growth) error
}

// Growth is what one sequencing adds to the tree.
type Growth struct {
	From   int64
	Leaves []slovo.EntryID // their indexes are From, From+1, …
	Tiles  []Tile
}

// Tile is up to 256 hashes of one level, 32 bytes each.
type Tile struct {
	Level int
	N     int64
	Data  []byte
}

// Checkpoints keeps the signed notes that were published.
type Checkpoints interface {
	PutCheckpoint(ctx context.Context, c Checkpoint) error
	// LastCheckpoint returns the one with the largest tree, or slovo.ErrNotFound.
	LastCheckpoint(ctx context.Context) (Checkpoint, error)
	// CheckpointsFrom returns checkpoints by size, from that size on.
	CheckpointsFrom(ctx context.Context, size int64, limit int) ([]Checkpoint, error)
}
