package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"slovo"
)

// Dummy is the hash of nobody's password: what to verify against where
// there is no account, so that the answer takes the same work. It is
// random and was made from no password; Verify never says yes to it.
const Dummy = "$argon2id$v=19$m=47104,t=1,p=1$/iiQkjbP/95q+ETon59/zQ$gLYdLy178em2mFzBXkTRHX4ZMB85U8rBM7CFWubK2xY"

// How many may wait for their turn, and how long. At two hashes of some
// 30 ms at once, a full queue is served in a second; who comes later is
// better told so than kept.
const (
	queue   = 64
	patient = 5 * time.Second
)

// Hasher makes and verifies hashes, a bounded number at once; share one in
// the whole program. Each run takes 46 MiB.
type Hasher struct {
	turns   *semaphore.Weighted
	inside  atomic.Int64
	most    int64
	derive  func(secret, salt []byte, time, memory uint32, threads uint8, length uint32) []byte
	patient time.Duration
}

// NewHasher returns a hasher that runs so many hashes at once; 0 is two.
// Nobody waits longer than five seconds for a turn.
func NewHasher(atOnce int) *Hasher { return NewPatient(atOnce, patient) }

// NewPatient is NewHasher where one waits so long: for what has no person
// waiting for it.
func NewPatient(atOnce int, wait time.Duration) *Hasher {
	if atOnce < 1 {
		atOnce = 2
	}
	return &Hasher{
		turns:   semaphore.NewWeighted(int64(atOnce)),
		most:    int64(atOnce) + queue,
		derive:  argon2.IDKey,
		patient: wait,
	}
}

// Hash returns the secret's Argon2id hash as a PHC string, under a fresh
// salt. It is an slovo.ErrTooMany where the queue is full.
func (h *Hasher) Hash(ctx context.Context, secret slovo.Value) (string, error) {
	p := phc{params: current, salt: make([]byte, saltLength)}
	rand.Read(p.salt) //nolint:errcheck // never fails since Go 1.24: it ends the program instead
	key, err := h.run(ctx, secret, p)
	if err != nil {
		return "", err
	}
	p.key = key
	return p.String(), nil
}

// Verify tells whether the hash is the secret's. It is an slovo.ErrTooMany
// where the queue is full and an slovo.ErrInvalid where hash is none.
func (h *Hasher) Verify(ctx context.Context, hash string, secret slovo.Value) (bool, error) {
	p, err := parse(hash)
	if err != nil {
		return false, err
	}
	key, err := h.run(ctx, secret, p)
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(key, p.key) == 1
	return same && hash != Dummy, nil
}

// Stale tells whether the hash was made with other parameters than today's
// and should be made anew while the password is at hand.
func Stale(hash string) bool {
	p, err := parse(hash)
	return err != nil || p.params != current
}

// run derives the key when its turn comes.
func (h *Hasher) run(ctx context.Context, secret slovo.Value, p phc) ([]byte, error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer h.leave()
	return h.derive(normal(secret), p.salt, p.time, p.memory, p.threads, keyLength), nil
}

// enter waits for a turn, not for long and not behind too many.
func (h *Hasher) enter(ctx context.Context) error {
	if h.inside.Add(1) > h.most {
		h.inside.Add(-1)
		return fmt.Errorf("password: queue full: %w", slovo.ErrTooMany)
	}
	wait, cancel := context.WithTimeoutCause(ctx, h.patient, slovo.ErrTooMany)
	defer cancel()
	if err := h.turns.Acquire(wait, 1); err != nil {
		h.inside.Add(-1)
		return fmt.Errorf("password: waiting for a turn: %w", context.Cause(wait))
	}
	return nil
}

func (h *Hasher) leave() {
	h.turns.Release(1)
	h.inside.Add(-1)
}

// normal gives the secret's bytes in NFKC: a Mac types й as two code
// points and a phone as one, and both are the same password.
func normal(secret slovo.Value) []byte { return norm.NFKC.Bytes([]byte(secret.Show())) }
