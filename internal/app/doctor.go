package app

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"time"

	"slovo/internal/today"
)

// State is how a check of the host or the settings came out.
type State string

// The states. An advice is what a careful company does; a problem is what
// breaks a promise, now or soon.
const (
	Fine    State = "ok"
	Advice  State = "advice"
	Problem State = "problem"
	Unknown State = "unknown"
)

// Diagnosis is one check's outcome. Why tells which of its texts says what to
// do, and With fills that text; "" where nothing is to be done.
type Diagnosis struct {
	ID    string            `json:"id"`
	State State             `json:"state"`
	Why   string            `json:"why,omitempty"`
	With  map[string]string `json:"with,omitempty"`
}

// Doctor is all that was looked at.
type Doctor struct {
	OK     bool        `json:"ok"` // no problem: what is unknown or advised does not count
	Checks []Diagnosis `json:"checks"`
}

// facts are what the checks judge. A nil is what could not be found out.
type facts struct {
	now            time.Time
	open, keyOpen  *bool  // others may read the folder, the key
	sameDisk       *bool  // the outside checkpoint lies on the database's disk
	free, database *int64 // bytes
	synced         *bool  // the clock
	swap           *bool
	files          *int64 // how many may be open
	url            string
	tlsOn, proxied bool
	certEnds       *time.Time
	certFault      string
	mail, mailTLS  string
	mailFault      *string // "" where it answers
	recovery       bool
	last           today.Kept
	draft          *bool
	lax            *string // "" where a commit is durable
}

// certSoon is how long before its end a certificate is worth a word: the
// authorities renew 30 days before.
const certSoon = 14 * 24 * time.Hour

// fewFiles are too few for many connections at once.
const fewFiles = 4096

// spare is what the disk must have left besides two more databases.
const spare = 1 << 30

// diagnose judges the facts. It is pure.
func diagnose(f facts) Doctor {
	d := Doctor{OK: true, Checks: []Diagnosis{
		unlessTrue("folder", f.open, Problem, "open"),
		unlessTrue("key", f.keyOpen, Problem, "open"),
		unlessTrue("outside", f.sameDisk, Advice, "same"),
		diagnoseSpace(f), diagnoseClock(f),
		unlessTrue("swap", f.swap, Advice, "on"),
		diagnoseFiles(f), diagnoseAddress(f), diagnoseMail(f), diagnoseRecovery(f),
		diagnoseAge("backup", f.last.Backup, today.BackupWithin, f), diagnoseAge("drill", f.last.Drill, today.DrillWithin, f),
		unlessTrue("charter", f.draft, Advice, "draft"),
		diagnoseDurable(f),
	}}
	if f.tlsOn { // else there is none to look at
		d.Checks = append(d.Checks, diagnoseCertificate(f))
	}
	for _, c := range d.Checks {
		d.OK = d.OK && c.State != Problem
	}
	return d
}

// unlessTrue is fine where the fact is false.
func unlessTrue(id string, fact *bool, state State, why string) Diagnosis {
	switch {
	case fact == nil:
		return Diagnosis{ID: id, State: Unknown}
	case *fact:
		return Diagnosis{ID: id, State: state, Why: why}
	}
	return Diagnosis{ID: id, State: Fine}
}

func diagnoseSpace(f facts) Diagnosis {
	if f.free == nil {
		return Diagnosis{ID: "space", State: Unknown}
	}
	need := int64(spare)
	if f.database != nil {
		need += 2 * *f.database
	}
	if *f.free < need {
		return Diagnosis{ID: "space", State: Problem, Why: "little", With: map[string]string{"Free": mib(*f.free), "Need": mib(need)}}
	}
	return Diagnosis{ID: "space", State: Fine}
}

func mib(n int64) string { return strconv.FormatInt(n>>20, 10) }

func diagnoseClock(f facts) Diagnosis {
	if f.synced == nil {
		return Diagnosis{ID: "clock", State: Unknown}
	}
	adrift := !*f.synced
	return unlessTrue("clock", &adrift, Advice, "adrift")
}

func diagnoseFiles(f facts) Diagnosis {
	if f.files == nil {
		return Diagnosis{ID: "files", State: Unknown}
	}
	few := *f.files < fewFiles
	d := unlessTrue("files", &few, Advice, "few")
	d.With = map[string]string{"Most": strconv.FormatInt(*f.files, 10), "Want": strconv.Itoa(fewFiles)}
	return d
}

// diagnoseAddress: from elsewhere people must come encrypted.
func diagnoseAddress(f facts) Diagnosis {
	at, err := url.Parse(f.url)
	d := Diagnosis{ID: "address", With: map[string]string{"URL": f.url}}
	switch {
	case err != nil || at.Host == "":
		d.State, d.Why = Problem, "wrong"
	case at.Scheme == "https" && !f.tlsOn && !f.proxied:
		d.State, d.Why = Problem, "no_proxy"
	case at.Scheme == "https" || at.Hostname() == "localhost" || at.Hostname() == "127.0.0.1" || at.Hostname() == "::1":
		d.State = Fine
	default:
		d.State, d.Why = Problem, "plain"
	}
	return d
}

func diagnoseCertificate(f facts) Diagnosis {
	d := Diagnosis{ID: "certificate", State: Fine}
	switch {
	case f.certFault != "":
		d.State, d.Why, d.With = Problem, "fault", map[string]string{"Said": f.certFault}
	case f.certEnds == nil: // an authority's, which renews it
		d.State = Unknown
	case f.certEnds.Sub(f.now) < certSoon:
		d.State, d.Why, d.With = Problem, "ends", map[string]string{"Day": f.certEnds.Format(time.DateOnly)}
	}
	return d
}

func diagnoseMail(f facts) Diagnosis {
	d := Diagnosis{ID: "mail", With: map[string]string{"Server": f.mail}}
	switch {
	case f.mail == "":
		d.State, d.Why = Advice, "none"
	case f.mailTLS == "none":
		d.State, d.Why = Problem, "plain"
	case f.mailFault == nil:
		d.State = Unknown
	case *f.mailFault != "":
		d.State, d.Why = Problem, "away"
	default:
		d.State = Fine
	}
	return d
}

func diagnoseRecovery(f facts) Diagnosis {
	none := !f.recovery
	return unlessTrue("recovery", &none, Problem, "none")
}

// diagnoseAge: in a company's first days there need be none yet.
func diagnoseAge(id string, last time.Time, within time.Duration, f facts) Diagnosis {
	switch {
	case f.now.Sub(last) <= within:
		return Diagnosis{ID: id, State: Fine}
	case f.now.Sub(f.last.Founded) <= within:
		return Diagnosis{ID: id, State: Advice, Why: "none"}
	}
	return Diagnosis{ID: id, State: Problem, Why: "old"}
}

func diagnoseDurable(f facts) Diagnosis {
	if f.lax == nil {
		return Diagnosis{ID: "durable", State: Unknown}
	}
	lax := *f.lax != ""
	d := unlessTrue("durable", &lax, Problem, "lax")
	if lax {
		d.With = map[string]string{"Setting": *f.lax}
	}
	return d
}

// doctor looks at the host and the settings. It changes nothing, and is the
// running server's own look where there is one.
func (c *Company) doctor(ctx context.Context, _ json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	return diagnose(c.gather(ctx)), nil
}
