package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Parts writes what a backup is made of, all as of one moment.
type Parts interface {
	// Data writes the database without its keys, and the company's papers.
	Data(ctx context.Context, to *Packer) error
	// Keys writes what opens them.
	Keys(ctx context.Context, to *Packer) error
}

// Taker takes a backup in, part by part, as a restore does.
type Taker interface {
	TakeData(ctx context.Context, from *Unpacker) error
	TakeKeys(ctx context.Context, from *Unpacker) error
}

// Made tells of the two sealed files.
type Made struct {
	Data Sealed `json:"data"`
	Keys Sealed `json:"keys"`
}

// Make seals the parts to the recipient, into the place. While a part is
// sealed the taker takes in the very same stream: what comes to the file
// comes to the taker. It is not finished by this: that is the place's Commit.
func Make(ctx context.Context, in *Place, recipient string, parts Parts, taker Taker) (Made, error) {
	var m Made
	var err error
	if m.Data, err = part(ctx, in, recipient, DataFile, parts.Data, taker.TakeData); err != nil {
		return Made{}, err
	}
	m.Keys, err = part(ctx, in, recipient, KeysFile, parts.Keys, taker.TakeKeys)
	return m, err
}

// part seals one file, and gives its stream to take at the same time.
func part(
	ctx context.Context, in *Place, recipient, name string,
	write func(context.Context, *Packer) error, take func(context.Context, *Unpacker) error,
) (Sealed, error) {
	s, err := in.newSeal(name, recipient)
	if err != nil {
		return Sealed{}, err
	}
	out, into := io.Pipe()
	taken := make(chan error, 1)
	go func() {
		err := take(ctx, NewUnpacker(out))
		if err == nil {
			_, err = io.Copy(io.Discard, out) // to the pack's own end
		}
		out.CloseWithError(errors.Join(err, io.ErrClosedPipe))
		taken <- err
	}()
	packer := NewPacker(io.MultiWriter(s.plain, into))
	err = write(ctx, packer)
	if err == nil {
		err = packer.Close()
	}
	into.CloseWithError(err) // nil is the end
	done, closed := s.close()
	// The taker's is the cause where its pipe broke the writing.
	if err := errors.Join(<-taken, err, closed); err != nil {
		return Sealed{}, fmt.Errorf("backup: %s: %w", name, err)
	}
	return done, nil
}
