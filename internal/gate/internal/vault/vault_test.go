package vault

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"slovo"
)

// newVault returns the vault of the installation under a key file of its own.
func newVault(t testing.TB, installation string) *Vault {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := MakeFile(path); err != nil {
		t.Fatal(err)
	}
	wrapper, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return New(installation, wrapper)
}

var home = Place{Kind: "cell", Customer: "anna", Name: "phone", Version: 2}

// elsewhere are places near home, each but one thing away from it.
var elsewhere = []struct {
	name string
	at   Place
}{
	{"another customer", Place{"cell", "anne", "phone", 2}},
	{"another field", Place{"cell", "anna", "email", 2}},
	{"an older version", Place{"cell", "anna", "phone", 1}},
	{"a newer version", Place{"cell", "anna", "phone", 3}},
	{"a negative version", Place{"cell", "anna", "phone", -2}},
	{"another kind", Place{"half", "anna", "phone", 2}},
	{"a letter moved from customer to field", Place{"cell", "ann", "aphone", 2}},
	{"a letter moved from kind to customer", Place{"cel", "lanna", "phone", 2}},
	{"all in one part", Place{"cellannaphone", "", "", 2}},
	{"nowhere", Place{}},
}

func TestACiphertextOpensInItsOwnPlaceOnly(t *testing.T) {
	v := newVault(t, "here")
	key, wrapped, err := v.NewKey(home)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := v.Seal(key, []byte("+79161234567"), home)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range elsewhere {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := v.Open(key, sealed, tt.at); !errors.Is(err, ErrBroken) {
				t.Errorf("Open at %+v: %v, want ErrBroken", tt.at, err)
			}
			if _, err := v.Key(wrapped, tt.at); !errors.Is(err, ErrBroken) {
				t.Errorf("Key at %+v: %v, want ErrBroken", tt.at, err)
			}
		})
	}
	t.Run("another installation", func(t *testing.T) {
		other := New("there", v.wrapper)
		if _, err := other.Open(key, sealed, home); !errors.Is(err, ErrBroken) {
			t.Errorf("Open: %v, want ErrBroken", err)
		}
		if _, err := other.Key(wrapped, home); !errors.Is(err, ErrBroken) {
			t.Errorf("Key: %v, want ErrBroken", err)
		}
	})
	t.Run("another key", func(t *testing.T) {
		other, _, err := v.NewKey(home)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Open(other, sealed, home); !errors.Is(err, ErrBroken) {
			t.Errorf("Open: %v, want ErrBroken", err)
		}
	})
	t.Run("another key file", func(t *testing.T) {
		if _, err := newVault(t, "here").Key(wrapped, home); !errors.Is(err, ErrBroken) {
			t.Errorf("Key: %v, want ErrBroken", err)
		}
	})
	t.Run("its own", func(t *testing.T) {
		again, err := v.Key(wrapped, home)
		if err != nil || !bytes.Equal(again, key) {
			t.Errorf("Key: %v, the same: %v", err, bytes.Equal(again, key))
		}
		if plain, err := v.Open(again, sealed, home); err != nil || string(plain) != "+79161234567" {
			t.Errorf("Open: %q, %v", plain, err)
		}
	})
}

// drawPlace makes places over so small an alphabet that two are often alike.
func drawPlace(t *rapid.T, label string) Place {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x01\x00")), 0, 3, -1)
	return Place{
		Kind: word.Draw(t, label+" kind"), Customer: slovo.CustomerID(word.Draw(t, label+" customer")),
		Name: word.Draw(t, label+" name"), Version: rapid.Int64Range(-1, 2).Draw(t, label+" version"),
	}
}

func TestNoTwoPlacesAreBoundAlike(t *testing.T) {
	v := newVault(t, "here")
	key := bytes.Repeat([]byte{1}, KeySize)
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPlace(t, "a"), drawPlace(t, "b")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed, err := v.Seal(key, plain, a)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := v.Open(key, sealed, b)
		switch {
		case a == b && (err != nil || !bytes.Equal(opened, plain)):
			t.Errorf("Open in its own place %+v: %v", a, err)
		case a != b && !errors.Is(err, ErrBroken):
			t.Errorf("sealed at %+v, opened at %+v: %v, want ErrBroken", a, b, err)
		}
	})
}

func TestNoBitCanBeChanged(t *testing.T) {
	v := newVault(t, "here")
	key, wrapped, err := v.NewKey(home)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := v.Seal(key, []byte("secret"), home)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(sealed) {
		if _, err := v.Open(key, flipped(sealed, i), home); !errors.Is(err, ErrBroken) {
			t.Errorf("Open with bit %d changed: %v, want ErrBroken", i, err)
		}
	}
	for i := range 8 * len(wrapped) {
		if _, err := v.Key(flipped(wrapped, i), home); !errors.Is(err, ErrBroken) {
			t.Errorf("Key with bit %d changed: %v, want ErrBroken", i, err)
		}
	}
	for n := range sealed {
		if _, err := v.Open(key, sealed[:n], home); !errors.Is(err, ErrBroken) {
			t.Errorf("Open of the first %d bytes: %v, want ErrBroken", n, err)
		}
	}
}

func flipped(b []byte, bit int) []byte {
	b = bytes.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

func TestTheSameValueIsNeverSealedAlike(t *testing.T) {
	v := newVault(t, "here")
	key := bytes.Repeat([]byte{1}, KeySize)
	seen := map[string]bool{}
	for range 1000 {
		sealed, err := v.Seal(key, []byte("same"), home)
		if err != nil || seen[string(sealed)] {
			t.Fatalf("sealed alike, or not at all: %v", err)
		}
		seen[string(sealed)] = true
	}
}

// TestHashKeepsPartsApart draws two lists of parts that read alike when
// they are joined.
func TestHashKeepsPartsApart(t *testing.T) {
	part := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00\x01\x02")), 0, 3, -1)
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(part, 0, 4).Draw(t, "a")
		b := rapid.SliceOfN(part, 0, 4).Draw(t, "b")
		same := len(a) == len(b)
		for i := range a {
			same = same && a[i] == b[i]
		}
		if got := bytes.Equal(Hash([]byte("key"), 32, a...), Hash([]byte("key"), 32, b...)); got != same {
			t.Errorf("Hash(%q) and Hash(%q): alike %v, want %v", a, b, got, same)
		}
	})
}

func TestHashIsKeyedAndCut(t *testing.T) {
	long := Hash([]byte("key"), 32, "a")
	if short := Hash([]byte("key"), 6, "a"); !bytes.Equal(short, long[:6]) {
		t.Errorf("cut to 6 bytes: %x, want the start of %x", short, long)
	}
	if bytes.Equal(long, Hash([]byte("kex"), 32, "a")) {
		t.Error("two keys make one hash")
	}
}

func TestOpenFileRefuses(t *testing.T) {
	good := fileHead + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	for _, tt := range []struct {
		name string
		text string
		mode fs.FileMode
		want error
	}{
		{"the group may read it", good, 0o640, fs.ErrPermission},
		{"everybody may read it", good, 0o604, fs.ErrPermission},
		{"the group may write it", good, 0o620, fs.ErrPermission},
		{"empty", "", 0o600, nil},
		{"no head", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0o600, nil},
		{"another head", "slovo-key-2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0o600, nil},
		{"a byte short", fileHead + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n", 0o600, nil},
		{"a byte long", fileHead + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", 0o600, nil},
		{"not base64", fileHead + "****\n", 0o600, nil},
		{"two keys", good + good, 0o600, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			_, err := OpenFile(path)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("OpenFile: %v, want %v", err, tt.want)
			}
			if err != nil && bytes.Contains([]byte(err.Error()), []byte("AAAA")) {
				t.Errorf("OpenFile's error holds the key: %v", err)
			}
		})
	}
	if _, err := OpenFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenFile of no file: %v, want ErrNotExist", err)
	}
}

func TestMakeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "installation.key")
	if err := MakeFile(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600: %v", info.Mode(), err)
	}
	if folder, err := os.Stat(filepath.Dir(path)); err != nil || folder.Mode().Perm() != 0o700 {
		t.Errorf("the folder's mode %v, want 0700: %v", folder.Mode(), err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := MakeFile(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("MakeFile over a key: %v, want ErrExist", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the key was replaced")
	}
	if _, err := OpenFile(path); err != nil {
		t.Error(err)
	}
}

// What the first version sealed at home: "secret" under a key of ones, and
// that key under an installation's key of twos.
const (
	firstSealed  = "87415ab9b497fa7821193dedc648befd3f3bc258c150afd39b73135c1bdae8a1f1bc"
	firstWrapped = "4094e0e59474589477ed02b2b7e6a9f8b5878378923ce144fff2903d5c1413f394ebd9560403cb77fdc74d96bec45581c5bd61e4486e07ece02e6141"
)

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatTheFirstVersionSealedStillOpens(t *testing.T) {
	v := New("here", &File{bytes.Repeat([]byte{2}, KeySize)})
	key, err := v.Key(unhex(t, firstWrapped), home)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := v.Open(key, unhex(t, firstSealed), home); err != nil || string(plain) != "secret" {
		t.Errorf("Open: %q, %v", plain, err)
	}
}

func FuzzOpen(f *testing.F) {
	v := newVault(f, "here")
	key, sealed := bytes.Repeat([]byte{1}, KeySize), unhex(f, firstSealed)
	f.Add(sealed)
	f.Add(sealed[:len(sealed)-1])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, given []byte) {
		plain, err := v.Open(key, given, home)
		if (err == nil) != bytes.Equal(given, sealed) {
			t.Errorf("Open(%x): %q, %v", given, plain, err)
		}
	})
}
