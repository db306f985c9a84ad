package charter_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"slovo/internal/charter"
	"slovo/internal/charter/law"
)

// edit is one place of the example, written differently.
type edit struct{ old, new string }

func edited(t *testing.T, edits ...edit) []byte {
	t.Helper()
	data := string(example(t))
	for _, e := range edits {
		if !strings.Contains(data, e.old) {
			t.Fatalf("the example has no %q", e.old)
		}
		data = strings.Replace(data, e.old, e.new, 1)
	}
	return []byte(data)
}

var (
	special  = edit{"mask: all, kind: general", "mask: all, kind: special"}
	abroad   = edit{"main: {country: RU", "main: {country: US"}
	courier  = edit{"role: processor, country: RU", "role: processor, country: US"}
	returned = `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-c"}`
)

// TestLaw names the rows of the laws' tables that a charter can be held to:
// what breaks the row is found under its code, with its source, and nothing
// else is.
func TestLaw(t *testing.T) {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		row    string
		look   charter.Look
		edits  []edit
		code   string
		source string
	}{
		{"GDPR 5, 6: purpose and basis", charter.Look{}, []edit{{returned, `basis: {ru-152fz: "6.1.2"}`}}, "basis_missing", "GDPR 6"},
		{"GDPR 6: a basis that the law knows", charter.Look{}, []edit{{returned, `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-z"}`}}, "basis_unknown", "GDPR 6"},
		{"GDPR 5: field belongs to a purpose", charter.Look{}, []edit{{", may: [contract]}", "}"}}, "field_unused", "GDPR 5(1)(c)"},
		{"GDPR 5: retention is machine-readable", charter.Look{}, []edit{{"otherwise: {from: created, for: P60D}, ", ""}}, "may_never_start", "GDPR 5(1)(e)"},
		{"GDPR 7: consent is provable", charter.Look{Texts: fstest.MapFS{"texts/other.v1.ru.md": {Data: []byte("x")}}}, nil, "consent_text_missing", "GDPR 7(1)"},
		{"GDPR 7: withdrawing is as easy", charter.Look{}, []edit{{"withdraw: [portal, in_person]", "withdraw: []"}}, "consent_not_withdrawable", "GDPR 7(3)"},
		{"GDPR 13: legitimate interests", charter.Look{}, []edit{{returned, `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-f"}`}}, "interest_wanted", "GDPR 13(1)(d)"},
		{"GDPR 14: source", charter.Look{}, []edit{{"may: [contract]}\n    source: customer", "may: [contract]}\n    source: third_party"}}, "origin_wanted", "GDPR 14(2)(f)"},
		{"GDPR 13: transfers and safeguards", charter.Look{Laws: []string{"eu-gdpr"}}, []edit{courier}, "transfer_safeguard", "GDPR 44-46"},
		{"GDPR 22: human review", charter.Look{Laws: []string{"eu-gdpr"}}, []edit{
			{returned, returned + "\n    automated: {ru: по сумме, en: by the sum}"}, {`eu-gdpr: "6-1-c"}`, `eu-gdpr: "6-1-e"}`},
		}, "automated_consent_wanted", "GDPR 22(2)"},
		{"GDPR 28: contract with a processor", charter.Look{}, []edit{{`contract: {number: "ДП-12", from: 2026-03-01, to: 2027-03-01}, `, ""}}, "contract_wanted", "GDPR 28(3)"},
		{"GDPR 28: a hired store's operator is one", charter.Look{}, []edit{{"operator: own", "operator: hired"}}, "contract_wanted", "GDPR 28(3)"},
		{"GDPR 28: contract in force", charter.Look{Today: day.AddDate(1, 0, 0)}, nil, "contract_ended", "GDPR 28(3)"},
		{"GDPR 28: contract about to end", charter.Look{Today: day.AddDate(0, 3, 0)}, nil, "contract_ending", "GDPR 28(3)"},
		{"GDPR 25: recipients get what their purposes need", charter.Look{}, []edit{{"fields: [name, phone, address], by", "fields: [name, passport], by"}}, "not_in_purposes", "GDPR 5(1)(b)"},
		{"GDPR 9: special data", charter.Look{Laws: []string{"eu-gdpr"}}, []edit{special}, "written_consent_wanted", "GDPR 9(2)"},
		{"152-FZ 9(1): consent, one purpose each", charter.Look{}, []edit{{"consents: [credit]", "consents: [credit, ads]"}}, "consent_shared", "152-FZ 9(1)"},
		{"152-FZ 9(1): a text of its own", charter.Look{}, []edit{{"texts/ads.v2", "texts/credit.v1"}}, "wording_shared", "152-FZ 9(1)"},
		{"152-FZ 9(4): written consent to special data", charter.Look{}, []edit{special}, "written_consent_wanted", "152-FZ 9(4), 10, 11"},
		{"152-FZ 9(4): and to biometric data", charter.Look{}, []edit{{"mask: all, kind: general", "mask: all, kind: biometric"}}, "written_consent_wanted", "152-FZ 9(4), 10, 11"},
		{"152-FZ 9(4): a checkbox does not do", charter.Look{}, []edit{special, {returned, `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-c"}` + "\n    special: {ru-152fz: \"10.2.4\", eu-gdpr: \"9-2-h\"}"}, {"form: written, ", ""}}, "written_consent_wanted", "152-FZ 9(4), 10, 11"},
		{"152-FZ 18(5): databases are in Russia", charter.Look{Laws: []string{"ru-152fz"}}, []edit{abroad}, "store_abroad", "152-FZ 18(5)"},
		{"152-FZ 12: notice before transfer abroad", charter.Look{Laws: []string{"ru-152fz"}}, []edit{courier}, "transfer_notice", "152-FZ 12"},
		{"152-FZ 16: decisions by a program", charter.Look{Laws: []string{"ru-152fz"}}, []edit{{`basis: {ru-152fz: "6.1.5", eu-gdpr: "6-1-b"}`, `basis: {ru-152fz: "6.1.5", eu-gdpr: "6-1-b"}` + "\n    automated: {ru: а, en: a}"}}, "automated_consent_wanted", "152-FZ 16(2)"},
		{"152-FZ 22: notify before processing", charter.Look{}, []edit{{`, rkn: "77-26-000001"`, ""}}, "register_number", "152-FZ 22"},
		{"152-FZ 11, 572-FZ: never face", charter.Look{}, []edit{{"factors: [pin", "factors: [face, pin"}}, "biometric_factor", "152-FZ 11, 572-FZ"},
		{"152-FZ 11, 572-FZ: never voice", charter.Look{}, []edit{{"factors: [pin", "factors: [voice, pin"}}, "biometric_factor", "152-FZ 11, 572-FZ"},
		{"order 179: the log is kept 3 years", charter.Look{}, []edit{{"ledger: {keep: P5Y", "ledger: {keep: P2Y"}}, "log_too_short", "Roskomnadzor order 179"},
		{"38-FZ 18: a document of its own", charter.Look{}, []edit{{"consents: [pd_promo, ads]", "consents: [ads]"}, {`otherwise: {from: consent_expired, for: P0D}`, `otherwise: {from: created, for: P2Y}`}}, "own_advertising_consent", "38-FZ 18(1)"},
		{"38-FZ 18: prior consent for the channel", charter.Look{}, []edit{{"mailing: {channels: [email]", "mailing: {channels: [email, sms]"}}, "channel_not_agreed", "38-FZ 18(1)"},
		{"CCPA: service providers under contract", charter.Look{Laws: []string{"us-ccpa"}}, []edit{{`contract: {number: "ДП-12", from: 2026-03-01, to: 2027-03-01}, `, ""}}, "contract_wanted", "CCPA 1798.100(d)"},
	} {
		t.Run(tt.row, func(t *testing.T) {
			found := charter.Check("c.yaml", edited(t, tt.edits...), tt.look).All()
			seen := false
			for _, f := range found {
				switch {
				case f.Code == tt.code && strings.Contains(f.Law, tt.source):
					seen = true
				case f.Severity == charter.Error:
					t.Errorf("also found: %+v", f)
				}
			}
			if !seen {
				t.Errorf("not found: %s (%s) in %+v", tt.code, tt.source, found)
			}
		})
	}
}

// TestLawLetsPass holds what must not be found: the laws' own exceptions.
func TestLawLetsPass(t *testing.T) {
	for _, tt := range []struct {
		row   string
		look  charter.Look
		edits []edit
	}{
		{"152-FZ 10(2)4: medics", charter.Look{}, []edit{special, {returned, returned + "\n    special: {ru-152fz: \"10.2.4\", eu-gdpr: \"9-2-h\"}"}}},
		{"152-FZ 12: a transfer that was told", charter.Look{Laws: []string{"ru-152fz"}}, []edit{courier, {"by: push}", "by: push, transfer: {notified: 2026-10-01}}"}}},
		{"GDPR 46: a transfer under clauses", charter.Look{Laws: []string{"eu-gdpr"}}, []edit{courier, {"by: push}", "by: push, transfer: {safeguard: clauses}}"}}},
		{"GDPR alone: a store in the EU", charter.Look{Laws: []string{"eu-gdpr"}}, []edit{{"main: {country: RU", "main: {country: DE"}, {"role: processor, country: RU", "role: processor, country: DE"}}},
		{"CCPA knows no bases", charter.Look{Laws: []string{"us-ccpa"}}, nil},
	} {
		t.Run(tt.row, func(t *testing.T) {
			if report := charter.Check("c.yaml", edited(t, tt.edits...), tt.look); !report.OK {
				t.Errorf("found: %+v", report.Problems)
			}
		})
	}
}

// TestClocks holds the laws' terms that later rooms run by.
func TestClocks(t *testing.T) {
	for _, tt := range []struct {
		pack, id string
		want     law.Clock
	}{
		{"eu-gdpr", "answer", law.Clock{Time: 1, More: 2, Unit: "months"}},
		{"eu-gdpr", "notice_other_source", law.Clock{Time: 1, Unit: "months"}},
		{"eu-gdpr", "breach_authority", law.Clock{Time: 72, Unit: "hours"}},
		{"ru-152fz", "answer", law.Clock{Time: 10, More: 5, Unit: "working_days"}},
		{"ru-152fz", "correct", law.Clock{Time: 7, Unit: "working_days"}},
		{"ru-152fz", "breach_incident", law.Clock{Time: 24, Unit: "hours"}},
		{"ru-152fz", "breach_inquiry", law.Clock{Time: 72, Unit: "hours"}},
		{"ru-152fz", "transfer_wait", law.Clock{Time: 10, Unit: "working_days"}},
		{"ru-152fz", "destruction_proof", law.Clock{Time: 3, Unit: "years"}},
		{"ru-152fz", "stop_dissemination", law.Clock{Time: 3, Unit: "working_days", Check: true}},
		{"ru-152fz", "stop_unlawful", law.Clock{Time: 3, Unit: "working_days", Check: true}},
		{"ru-152fz", "destroy_unlawful", law.Clock{Time: 10, Unit: "working_days", Check: true}},
		{"ru-152fz", "purpose_reached", law.Clock{Time: 30, Unit: "days", Check: true}},
		{"ru-152fz", "stop_demand", law.Clock{Time: 10, More: 5, Unit: "working_days", Check: true}},
		{"us-ccpa", "acknowledge", law.Clock{Time: 10, Unit: "working_days"}},
		{"us-ccpa", "answer", law.Clock{Time: 45, More: 45, Unit: "days"}},
		{"us-ccpa", "opt_out", law.Clock{Time: 15, Unit: "working_days"}},
		{"us-ccpa", "ask_again", law.Clock{Time: 12, Unit: "months"}},
		{"us-ccpa", "mail_opt_out", law.Clock{Time: 10, Unit: "working_days"}},
	} {
		pack, err := law.Get(tt.pack)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := pack.Clock(tt.id)
		if !ok || got.Time != tt.want.Time || got.More != tt.want.More || got.Unit != tt.want.Unit || got.Check != tt.want.Check {
			t.Errorf("%s %s: %+v, want %+v", tt.pack, tt.id, got, tt.want)
		}
	}
}

// TestPacks: every row has a source and both languages, and every check is
// a finding that the room knows.
func TestPacks(t *testing.T) {
	codes := regexp.MustCompile(`"([a-z_]+)"`).FindAllString(source(t, "words.go"), -1)
	for _, id := range law.IDs() {
		p, err := law.Get(id)
		if err != nil || p.ID != id || p.Name.RU == "" || p.Name.EN == "" {
			t.Fatalf("%s: %+v, %v", id, p, err)
		}
		for _, c := range p.Checks {
			if c.Source == "" || !slices.Contains(codes, `"`+c.Code+`"`) {
				t.Errorf("%s: check %+v", id, c)
			}
		}
		for _, c := range p.Clocks {
			if c.Source == "" || c.Words.RU == "" || c.Words.EN == "" || !slices.Contains([]string{"hours", "days", "working_days", "months", "years"}, c.Unit) {
				t.Errorf("%s: clock %+v", id, c)
			}
		}
		for _, b := range slices.Concat(p.Bases, p.Special, p.Advertising) {
			if b.Article == "" || b.Words.RU == "" || b.Words.EN == "" {
				t.Errorf("%s: basis %+v", id, b)
			}
		}
	}
}
