package edition_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/edition"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	owner  = gatetest.Actor("vera", "owner")
	moscow = time.FixedZone("MSK", 3*60*60)
)

// house is a company whose first charter is in force.
type house struct {
	*gatetest.Kit
	p     *edition.Publisher
	t     *testing.T
	first string
	told  []string

	folder fstest.MapFS // the consents' texts
}

// texts are the sample's, as files that a test may change.
func texts(t *testing.T) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	for _, name := range []string{"pd_promo.v1", "ads.v1"} {
		for _, l := range []string{"ru", "en"} {
			file := "texts/" + name + "." + l + ".md"
			text, err := fs.ReadFile(charter.SampleFolder(), file)
			if err != nil {
				t.Fatal(err)
			}
			folder[file] = &fstest.MapFile{Data: text}
		}
	}
	return folder
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := &house{Kit: gatetest.New(t, s), t: t, first: shop(t), folder: texts(t)}
		h.p = h.publisher(s)
		if err := h.p.First(t.Context(), "os/root", []byte(h.first)); err != nil {
			t.Fatal(err)
		}
		test(t, h)
	})
}

func (h *house) publisher(s *store.Store) *edition.Publisher {
	return &edition.Publisher{Store: s, Ledger: h.Ledger, Now: h.Clock.Now, Texts: h.folder, Tell: func(_ context.Context, text []byte) error {
		h.told = append(h.told, string(text))
		return nil
	}}
}

func shop(t *testing.T) string {
	t.Helper()
	text, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// next is the first charter with other words in it, as the version.
func (h *house) next(version string, oldnew ...string) []byte {
	h.t.Helper()
	text := h.first
	for i, changes := 0, append([]string{"version: 1\n", "version: " + version + "\n"}, oldnew...); i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			h.t.Fatalf("the sample has no %q", changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	return []byte(text)
}

func (h *house) publish(text []byte) edition.Version {
	h.t.Helper()
	v, err := h.p.Publish(h.t.Context(), owner, text)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

const (
	today = "effective: 2026-12-01"
	waits = "effective: 2026-12-02"
)

func TestAVersionIsInForceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.next("2")
		v := h.publish(text)
		if h.p.Charter().Version != 2 || h.p.Charter().Hash != v.Hash || h.p.InForce() != v || !v.Effective.Equal(gatetest.Noon) {
			t.Errorf("in force is %+v, want %+v", h.p.InForce(), v)
		}
		if diff := cmp.Diff([]string{string(text)}, h.told); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
		all, err := h.p.Versions(t.Context())
		if err != nil || len(all) != 2 || all[0] != v || all[1].By != "os/root" || all[0].By != "vera" {
			t.Errorf("versions are %+v, %v", all, err)
		}
		for hash, want := range map[string]string{v.Hash: string(text), all[1].Hash: h.first} {
			if got, err := h.p.Text(t.Context(), hash); err != nil || string(got) != want {
				t.Errorf("the text of %s is not the one that was published: %v", hash, err)
			}
		}
		if _, err := h.p.Text(t.Context(), "none"); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a text of nothing: %v", err)
		}
	})
}

func TestAPreviewTellsWhatChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		wider := h.next("2", "see: [agent], correct: [agent]", "see: [agent, marketer], correct: [agent]")
		report, changes, err := h.p.Preview(t.Context(), owner, wider)
		if err != nil || !report.OK || !charter.Widening(changes) {
			t.Errorf("a role more: %+v, %+v, %v; want a widening", report, changes, err)
		}
		if _, changes, err = h.p.Preview(t.Context(), owner, h.next("2")); err != nil || charter.Widening(changes) {
			t.Errorf("the number alone: %+v, %v; want no widening", changes, err)
		}
		if h.p.Charter().Version != 1 {
			t.Error("a preview was published")
		}
	})
}

func TestAVersionWaitsForItsDay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.publish(h.next("2", today, waits))
		if want := time.Date(2026, 12, 2, 0, 0, 0, 0, moscow); !v.Effective.Equal(want) || h.p.Charter().Version != 1 {
			t.Fatalf("effective %s, version %d in force; want %s and 1", v.Effective, h.p.Charter().Version, want)
		}
		h.Clock.Move(v.Effective.Sub(h.Clock.Now()) - time.Microsecond)
		if h.p.Charter().Version != 1 {
			t.Error("it is in force before its moment")
		}
		h.Clock.Move(time.Microsecond)
		if h.p.Charter().Version != 2 {
			t.Error("it is not in force at its moment")
		}
		if h.told = nil; h.p.Refresh(t.Context()) != nil || len(h.told) != 1 || !strings.Contains(h.told[0], "version: 2") {
			t.Errorf("told of %d charters, want of the one that came into force", len(h.told))
		}
	})
}

func TestALaterVersionOvertakesOneThatWaits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.publish(h.next("2", today, waits))
		h.publish(h.next("3"))
		h.Clock.Move(48 * time.Hour)
		if got := h.p.Charter().Version; got != 3 {
			t.Errorf("version %d is in force, want 3", got)
		}
	})
}

func TestAnotherProcessNotices(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := h.publisher(h.Store.(*store.Store))
		if err := other.First(t.Context(), "os/other", []byte("a folder's file that counts for nothing")); err != nil {
			t.Fatal(err)
		}
		v := h.publish(h.next("2"))
		if other.Charter().Version != 1 {
			t.Error("it looked without being asked")
		}
		if err := other.Refresh(t.Context()); err != nil || other.InForce().Hash != v.Hash {
			t.Errorf("after a refresh it is %+v, %v", other.InForce(), err)
		}
	})
}

func TestWhatStandsInTheWay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Add(t, gatetest.Anna(), "support", "fulfil")
		for _, tt := range []struct {
			name string
			give []byte
			code string
			do   string
		}{
			{"not a charter", []byte("shop"), "", ""},
			{"the same number", []byte(h.first), "number", "Write version: 2."},
			{"a number left out", h.next("3"), "number", "Write version: 2."},
			{"another id", h.next("2", "  id: ", "  id: other-"), "other_id", ""},
			{"yesterday", h.next("2", today, "effective: 2026-11-30"), "past", "Write effective: 2026-12-01, or a later day."},
			{"nobody publishes any more", []byte(strings.ReplaceAll(string(h.next("2")), "approve, publish,", "approve,")), "nobody", ""},
		} {
			t.Run(tt.name, func(t *testing.T) {
				report, _, err := h.p.Preview(t.Context(), owner, tt.give)
				if err != nil || report.OK || len(report.Problems) == 0 {
					t.Fatalf("Preview: %+v, %v; want problems", report, err)
				}
				found := slices.IndexFunc(report.Problems, func(p charter.Problem) bool { return p.Code == tt.code })
				if tt.code != "" && (found < 0 || tt.do != "" && report.Problems[found].Do.EN != tt.do) {
					t.Errorf("problems are %+v, want %s: %s", report.Problems, tt.code, tt.do)
				}
				var problems *charter.Problems
				if _, err := h.p.Publish(t.Context(), owner, tt.give); !errors.As(err, &problems) || !errors.Is(err, slovo.ErrInvalid) {
					t.Errorf("Publish: %v, want the problems", err)
				}
				if h.p.Charter().Version != 1 {
					t.Fatal("it was published")
				}
			})
		}
	})
}

// without is the next version with a purpose and a field gone under other
// names, and a field that is shown no more.
func (h *house) without(day string) []byte {
	return h.next(
		"2", today, day, "  fulfil:", "  deliver:", "purposes: [fulfil]", "purposes: [deliver]",
		"  address:\n    {type", "  place:\n    {type", "phone, address, orders", "phone, place, orders",
		"[email, address, account", "[email, place, account", "[name, phone, address]", "[name, phone, place]",
		"level: normal, mask: last4, search: exact}", "show: never}",
	)
}

func TestNothingKeptIsLost(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		codes := func(text []byte) (list []string) {
			report, _, err := h.p.Preview(t.Context(), owner, text)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				if list = append(list, p.Code); strings.Contains(p.What.EN+p.What.RU+p.Do.EN, "no value") || p.Line == 0 {
					t.Errorf("not a whole sentence: %+v", p)
				}
			}
			slices.Sort(list)
			return slices.Compact(list)
		}
		if got := codes(h.without(today)); got != nil {
			t.Errorf("with nothing kept: %v, want nothing in the way", got)
		}
		if diff := cmp.Diff([]string{"too_early"}, codes(h.without(waits))); diff != "" {
			t.Errorf("before its day (-want +got):\n%s", diff)
		}
		anna := h.Add(t, gatetest.Anna(), "support", "fulfil")
		if diff := cmp.Diff([]string{"field_changed", "field_gone", "purpose_gone"}, codes(h.without(today))); diff != "" {
			t.Errorf("with a record (-want +got):\n%s", diff)
		}
		h.Erase(t, anna)
		if got := codes(h.without(today)); got != nil {
			t.Errorf("after the erasure: %v, want nothing in the way", got)
		}
	})
}

// Who publishes and gives out no roles cannot get themselves or others more.
func TestNobodyPromotesThemselves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		officer := gatetest.Actor("pavel", "officer")
		for name, change := range map[string][2]string{
			"a duty":    {"may: [approve, publish, requests", "may: [approve, publish, staff, requests"},
			"a purpose": {"roles: {see: [agent, dispatcher], share", "roles: {see: [agent, dispatcher, officer], share"},
		} {
			text := h.next("2", change[0], change[1])
			var wrong *charter.Problems
			if _, err := h.p.Publish(t.Context(), officer, text); !errors.As(err, &wrong) || wrong.List[0].Code != "promoted" {
				t.Errorf("%s: %v, want promoted", name, err)
			}
			for _, by := range []slovo.Actor{owner, gatetest.Actor("os/root", "officer")} {
				if report, _, err := h.p.Preview(t.Context(), by, text); err != nil || !report.OK {
					t.Errorf("%s, by %s: %+v, %v", name, by.Account, report.Problems, err)
				}
			}
		}
		if _, err := h.p.Publish(t.Context(), officer, h.next("2")); err != nil {
			t.Errorf("nobody gets more: %v", err)
		}
	})
}

func TestWhoMayPublish(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		program := owner
		program.Token = "robot"
		for _, by := range []slovo.Actor{gatetest.Agent("ivan"), {Account: "vera"}, program} {
			if _, err := h.p.Publish(t.Context(), by, h.next("2")); !errors.Is(err, slovo.ErrDenied) {
				t.Errorf("%+v: %v, want denied", by, err)
			}
			if _, _, err := h.p.Preview(t.Context(), by, h.next("2")); !errors.Is(err, slovo.ErrDenied) {
				t.Errorf("preview by %+v: %v, want denied", by, err)
			}
		}
		h.Sequence(t)
		all, err := h.Ledger.Of(t.Context(), slovo.Firm, 0, 20)
		if err != nil {
			t.Fatal(err)
		}
		half, err := h.Ledger.OpenFirm(t.Context(), all[0])
		if err != nil || half.Outcome != "refused" || half.Act != "charter" || half.Token != "robot" {
			t.Errorf("the refusal's entry: %+v, %v", half, err)
		}
	})
}

// Between midnight in Moscow and midnight in Greenwich two days are today.
func TestTodayIsTheCompanysOrTheServers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Clock.Move(10 * time.Hour) // 22:00 in Greenwich, the next day in Moscow
		if v := h.publish(h.next("2", today, waits)); !v.Effective.Equal(h.Clock.Now()) {
			t.Errorf("the company's today waits until %s", v.Effective)
		}
		if v := h.publish(h.next("3")); !v.Effective.Equal(h.Clock.Now()) {
			t.Errorf("the server's today waits until %s", v.Effective)
		}
	})
}

// What is published is published, whatever comes of telling it.
func TestAVersionThatCannotBeToldIsPublished(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.p.Tell = func(context.Context, []byte) error { return errors.New("the disk is full") }
		if v, err := h.p.Publish(t.Context(), owner, h.next("2")); err != nil || v.Version != 2 || h.p.Charter().Version != 2 {
			t.Errorf("%+v, %v; in force is %d", v, err, h.p.Charter().Version)
		}
		if err := h.p.Refresh(t.Context()); err == nil {
			t.Error("the next refresh does not tell it again")
		}
	})
}
