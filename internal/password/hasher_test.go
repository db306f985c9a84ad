package password

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"slovo"
)

func TestHashAndVerify(t *testing.T) {
	h := NewHasher(1)
	secret := slovo.NewValue("барсук окно 42")
	hash, err := h.Hash(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.Hash(t.Context(), secret)
	if err != nil || hash == again {
		t.Errorf("hashing again: %q, %v; want another salt", again, err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$") || Stale(hash) {
		t.Errorf("hash %q: not made with today's parameters", hash)
	}
	for _, tt := range []struct {
		name, hash, give string
		want             bool
	}{
		{"another password", hash, "барсук окно 43", false},
		{"nobody's", Dummy, "барсук окно 42", false},
		{"й in two code points is й", mustHash(t, h, "майский жук"), "майский жук", true},
		{"the password", hash, secret.Show(), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := h.Verify(t.Context(), tt.hash, slovo.NewValue(tt.give))
			if err != nil || got != tt.want {
				t.Errorf("Verify: %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func mustHash(t *testing.T, h *Hasher, secret string) string {
	t.Helper()
	hash, err := h.Hash(t.Context(), slovo.NewValue(secret))
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// Dummy must take the same work as a real hash, or a stopwatch tells
// which logins exist.
func TestDummyHasTodaysParameters(t *testing.T) {
	if Stale(Dummy) {
		t.Error("Dummy was made with other parameters")
	}
}

func TestVerifyRefusesWhatIsNoHash(t *testing.T) {
	tail := "$/iiQkjbP/95q+ETon59/zQ$gLYdLy178em2mFzBXkTRHX4ZMB85U8rBM7CFWubK2xY"
	for _, give := range []string{
		"", "$", "password", "$argon2i$v=19$m=47104,t=1,p=1" + tail, "$argon2id$v=18$m=47104,t=1,p=1" + tail,
		"$argon2id$v=19$m=4294967295,t=1,p=1" + tail, "$argon2id$v=19$m=47104,t=4000000,p=1" + tail,
		"$argon2id$v=19$m=47104,t=0,p=1" + tail, "$argon2id$v=19$m=47104,t=1,p=0" + tail,
		"$argon2id$v=19$t=1,m=47104,p=1" + tail, "$argon2id$v=19$m=047104,t=1,p=1" + tail, Dummy + "A", Dummy + "$",
	} {
		if ok, err := NewHasher(1).Verify(t.Context(), give, slovo.NewValue("x")); ok || !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("Verify(%q): %v, %v, want ErrInvalid", give, ok, err)
		}
		if !Stale(give) {
			t.Errorf("Stale(%q): false", give)
		}
	}
}

// counting replaces Argon2 by a second's sleep and counts how many run.
func counting(h *Hasher) (most *atomic.Int64) {
	var now atomic.Int64
	most = new(atomic.Int64)
	h.derive = func(_, _ []byte, _, _ uint32, _ uint8, n uint32) []byte {
		running := now.Add(1)
		defer now.Add(-1)
		for {
			seen := most.Load()
			if running <= seen || most.CompareAndSwap(seen, running) {
				break
			}
		}
		time.Sleep(50 * time.Millisecond)
		return make([]byte, n)
	}
	return most
}

func TestAtMostTwoHashesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(0)
		most := counting(h)
		var refused atomic.Int64
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				if _, err := h.Hash(t.Context(), slovo.NewValue("x")); errors.Is(err, slovo.ErrTooMany) {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most.Load() != 2 {
			t.Errorf("%d hashes ran at once, want 2", most.Load())
		}
		if refused.Load() != 200-queue-2 {
			t.Errorf("%d refused, want all but %d", refused.Load(), queue+2)
		}
		if _, err := h.Hash(t.Context(), slovo.NewValue("x")); err != nil {
			t.Errorf("after the flood: %v", err)
		}
	})
}

func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(1)
		h.derive = func(_, _ []byte, _, _ uint32, _ uint8, n uint32) []byte {
			time.Sleep(time.Minute)
			return make([]byte, n)
		}
		var all sync.WaitGroup
		all.Go(func() { _, _ = h.Hash(t.Context(), slovo.NewValue("slow")) })
		synctest.Wait()
		start := time.Now()
		if _, err := h.Hash(t.Context(), slovo.NewValue("x")); !errors.Is(err, slovo.ErrTooMany) {
			t.Errorf("waiting too long: %v, want ErrTooMany", err)
		}
		if waited := time.Since(start); waited != patient {
			t.Errorf("waited %v, want %v", waited, patient)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := h.Hash(gone, slovo.NewValue("x")); !errors.Is(err, context.Canceled) {
			t.Errorf("caller gone: %v, want context.Canceled", err)
		}
		all.Wait()
	})
}
