package ledger

import (
	"errors"
	"log/slog"
	"os"
	"syscall"
)

// end ends the process: the next start reads what is on the disk.
func end(err error) {
	slog.Error("ledger: what was written is perhaps not on the disk, the process ends", "cause", err)
	os.Exit(70)
}

// durable makes the file's bytes survive a power cut. Where the disk fails
// at that, the process ends: the kernel forgets what it could not write, so
// that the next fsync would say yes to it.
func durable(f *os.File) error {
	err := f.Sync()
	if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.ENOSPC) {
		end(err)
	}
	return err
}
