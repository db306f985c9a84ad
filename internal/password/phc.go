package password

import (
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"slovo"
)

// params are Argon2id's. The current ones are OWASP's first choice, 46 MiB
// in one pass; measured at about 28 ms on one shared core.
type params struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

var current = params{memory: 46 << 10, time: 1, threads: 1}

const (
	saltLength = 16
	keyLength  = 32
)

// The most that a stored hash may ask of the machine, whoever wrote it.
const (
	mostMemory = 256 << 10
	mostTime   = 10
	mostLanes  = 8
)

// phc is a hash with what it was made with, in the PHC string format.
type phc struct {
	params
	salt, key []byte
}

var b64 = base64.RawStdEncoding.Strict()

// String returns $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (p phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.key))
}

// parse reads what String wrote and takes nothing else: no other order,
// no other spelling, no parameters that would exhaust the machine.
func parse(hash string) (phc, error) {
	none := fmt.Errorf("password: not a hash of ours: %w", slovo.ErrInvalid)
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return phc{}, none
	}
	var p phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return phc{}, none
	}
	var err, err2 error
	p.salt, err = b64.DecodeString(parts[4])
	p.key, err2 = b64.DecodeString(parts[5])
	if err != nil || err2 != nil || !p.sane() || p.String() != hash {
		return phc{}, none
	}
	return p, nil
}

func (p phc) sane() bool {
	return p.memory >= 8 && p.memory <= mostMemory && p.time >= 1 && p.time <= mostTime &&
		p.threads >= 1 && p.threads <= mostLanes && len(p.salt) >= 8 && len(p.key) == keyLength
}
