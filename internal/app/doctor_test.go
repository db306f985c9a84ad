package app

import (
	"testing"
	"time"

	"slovo"
	"slovo/internal/text"
	"slovo/internal/today"
)

func ptr[T any](v T) *T { return &v }

// healthyFacts are of a host on which all is in order.
func healthyFacts() facts {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	return facts{
		now: now, open: ptr(false), keyOpen: ptr(false), sameDisk: ptr(false), free: ptr(int64(10 << 30)), database: ptr(int64(1 << 30)),
		synced: ptr(true), swap: ptr(false), files: ptr(int64(65536)), url: "https://slovo.example.org", tlsOn: true,
		certEnds: ptr(now.Add(60 * 24 * time.Hour)), mail: "mail.example.org:465", mailFault: ptr(""), recovery: true,
		last:  today.Kept{Backup: now.Add(-time.Hour), Drill: now.Add(-24 * time.Hour), Founded: now.Add(-10000 * time.Hour)},
		draft: ptr(false), lax: ptr(""),
	}
}

func TestDiagnosesByTheFacts(t *testing.T) {
	for name, one := range map[string]struct {
		change func(*facts)
		id     string
		state  State
		why    string
	}{
		"open folder":        {func(f *facts) { f.open = ptr(true) }, "folder", Problem, "open"},
		"folder unseen":      {func(f *facts) { f.open = nil }, "folder", Unknown, ""},
		"open key":           {func(f *facts) { f.keyOpen = ptr(true) }, "key", Problem, "open"},
		"one disk":           {func(f *facts) { f.sameDisk = ptr(true) }, "outside", Advice, "same"},
		"just room":          {func(f *facts) { f.free = ptr(int64(3 << 30)) }, "space", Fine, ""},
		"little room":        {func(f *facts) { f.free = ptr(int64(3<<30 - 1)) }, "space", Problem, "little"},
		"room unseen":        {func(f *facts) { f.free = nil }, "space", Unknown, ""},
		"clock adrift":       {func(f *facts) { f.synced = ptr(false) }, "clock", Advice, "adrift"},
		"clock unseen":       {func(f *facts) { f.synced = nil }, "clock", Unknown, ""},
		"swap":               {func(f *facts) { f.swap = ptr(true) }, "swap", Advice, "on"},
		"few files":          {func(f *facts) { f.files = ptr(int64(1024)) }, "files", Advice, "few"},
		"plain address":      {func(f *facts) { f.url = "http://slovo.example.org" }, "address", Problem, "plain"},
		"here alone":         {func(f *facts) { f.url, f.tlsOn = "http://localhost:8017", false }, "address", Fine, ""},
		"no proxy":           {func(f *facts) { f.tlsOn = false }, "address", Problem, "no_proxy"},
		"a proxy":            {func(f *facts) { f.tlsOn, f.proxied = false, true }, "address", Fine, ""},
		"no address":         {func(f *facts) { f.url = "slovo" }, "address", Problem, "wrong"},
		"certificate ends":   {func(f *facts) { f.certEnds = ptr(f.now.Add(13 * 24 * time.Hour)) }, "certificate", Problem, "ends"},
		"certificate broken": {func(f *facts) { f.certFault = "x" }, "certificate", Problem, "fault"},
		"an authority's":     {func(f *facts) { f.certEnds = nil }, "certificate", Unknown, ""},
		"no mail":            {func(f *facts) { f.mail, f.mailFault = "", nil }, "mail", Advice, "none"},
		"plain mail":         {func(f *facts) { f.mailTLS = "none" }, "mail", Problem, "plain"},
		"mail away":          {func(f *facts) { f.mailFault = ptr("x") }, "mail", Problem, "away"},
		"no recipient":       {func(f *facts) { f.recovery = false }, "recovery", Problem, "none"},
		"old backup":         {func(f *facts) { f.last.Backup = f.now.Add(-25 * time.Hour) }, "backup", Problem, "old"},
		"new company":        {func(f *facts) { f.last = today.Kept{Founded: f.now.Add(-time.Hour)} }, "backup", Advice, "none"},
		"old drill":          {func(f *facts) { f.last.Drill = f.now.Add(-91 * 24 * time.Hour) }, "drill", Problem, "old"},
		"no drill yet":       {func(f *facts) { f.last.Drill, f.last.Founded = time.Time{}, f.now.Add(-100*time.Hour) }, "drill", Advice, "none"},
		"draft":              {func(f *facts) { f.draft = ptr(true) }, "charter", Advice, "draft"},
		"lax":                {func(f *facts) { f.lax = ptr("fsync") }, "durable", Problem, "lax"},
		"durability unseen":  {func(f *facts) { f.lax = nil }, "durable", Unknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := healthyFacts()
			one.change(&f)
			d := diagnose(f)
			for _, c := range d.Checks {
				switch {
				case c.ID == one.id && (c.State != one.state || c.Why != one.why):
					t.Errorf("%s is %s %q, want %s %q", c.ID, c.State, c.Why, one.state, one.why)
				case c.ID != one.id && c.State != Fine && name != "new company":
					t.Errorf("%s is %s, too", c.ID, c.State)
				}
				for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
					for _, id := range []string{"cli.doctor.about." + c.ID, "cli.doctor.do." + c.ID + "_" + c.Why} {
						if (c.Why != "" || id == "cli.doctor.about."+c.ID) && text.T(lang, id) == id {
							t.Errorf("no text %s in %s", id, lang)
						}
					}
				}
			}
			if d.OK != (one.state != Problem) {
				t.Errorf("in all: %v", d.OK)
			}
		})
	}
}
