package charter_test

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/text"
)

func source(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestEveryFindingHasItsTexts: no code reaches a person as a code.
func TestEveryFindingHasItsTexts(t *testing.T) {
	codes := regexp.MustCompile(`saying = "([a-z_0-9]+)"`).FindAllStringSubmatch(source(t, "words.go"), -1)
	if len(codes) < 50 {
		t.Fatalf("only %d codes were read", len(codes))
	}
	for _, code := range codes {
		for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
			for _, part := range []string{".what", ".do"} {
				if id := "charter." + code[1] + part; text.T(l, id) == id {
					t.Errorf("%s: no text %s", l, id)
				}
			}
		}
	}
}

// TestOneMistakeIsToldOnce: what follows from a mistake is not told too.
func TestOneMistakeIsToldOnce(t *testing.T) {
	for _, tt := range []struct{ name, old, new, code, near string }{
		{"wrong type with mask and search", "type: name,", "type: nam,", "not_word", "name"},
		{"wrong level", "level: low", "level: lo", "not_word", "low"},
		{"wrong role that may approve", "may: [approve, publish, staff", "may: [aprove, publish, staff", "valueless_only", "approve"},
		{"wrong channel", "channels: [phone, email, chat, in_person, portal]", "channels: [phon]", "not_word", "phone"},
		{"wrong form of a consent", "consents: [credit]", "consents: credit", "not_list", ""},
		{"wrong need", "need: [card_last4], may: [account]}", "need: card_last4}", "not_list", ""},
		{"a slip in a field's name", "need: [name, phone, orders]", "need: [name, phone, ordesr]", "undeclared", "orders"},
		{"a slip in a key", "mask: initials", "maks: initials", "unknown_key", "mask"},
		{"roles that are no list", "roles:                                # add", "rolls:                                # add", "", "roles"},
		{"an event that is not there", "{from: last_contact, for: P1Y, otherwise: {from: created, for: P1Y}, then", "{from: last_contac, for: P1Y, then", "undeclared", "last_contact"},
		{"a consent that ends somehow", "expires: P2Y", "expires: 2 years", "not_period", ""},
		{"a processor's contract that is no mapping", `contract: {number: "ДП-12", from: 2026-03-01, to: 2027-03-01}`, "contract: none", "not_mapping", ""},
		{"a mailing that is no mapping", `mailing: {channels: [email], at_most: {times: 2, per: P7D}, quiet: "21:00-09:00"}`, "mailing: often", "not_mapping", ""},
		{"a language that is none", "languages: [ru, en]", "languages: [ru, eng]", "not_word", ""},
		{"a law that is none", "laws: [ru-152fz, eu-gdpr]", "laws: [ru-152fz, eu-gdrp]", "not_word", "eu-gdpr"},
		{"an operator of its own", "operator: own", "operator: owned", "not_word", "own"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report := charter.Check("c.yaml", edited(t, edit{tt.old, tt.new}), charter.Look{})
			want := 1
			if tt.code == "" { // the known key is missing and the other is unknown
				want, tt.code = 2, "unknown_key"
			}
			if len(report.Problems) != want {
				t.Fatalf("want %d: %+v", want, report.Problems)
			}
			for _, p := range report.Problems {
				if p.Code == tt.code && !strings.Contains(p.Do.EN, tt.near) {
					t.Errorf("does not suggest %s: %s", tt.near, p.Do.EN)
				}
			}
			if want == 1 && report.Problems[0].Code != tt.code {
				t.Errorf("%+v", report.Problems[0])
			}
		})
	}
}

func TestConditions(t *testing.T) {
	for _, tt := range []struct{ name, when, code, at string }{
		{"not a truth", `{cel: "hour", why: {ru: a, en: a}}`, "condition_wrong", `"hour"`},
		{"a value of the customer's", `{cel: "role == 'a' && name == 'b'", why: {ru: a, en: a}}`, "condition_wrong", "name == 'b'"},
		{"another type", `{cel: "hour == 'b'", why: {ru: a, en: a}}`, "condition_wrong", "== 'b'"},
		{"a loop", `{cel: "[1,2].all(x, x > 0)", why: {ru: a, en: a}}`, "condition_wrong", ""},
		{"no words for it", `{cel: "points > 3"}`, "missing_key", ""},
		{"hours of nowhere", `{cel: "hour < 20", why: {ru: a, en: a}}`, "zone_wanted", `"hour < 20"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := edited(t, edit{"    source: customer\n    stores: [main]\n    channels", "    when: " + tt.when + "\n    source: customer\n    stores: [main]\n    channels"})
			report := charter.Check("c.yaml", data, charter.Look{})
			if len(report.Problems) == 0 || report.Problems[0].Code != tt.code {
				t.Fatalf("%+v", report.Problems)
			}
			p := report.Problems[0]
			if line, column := place(string(data), tt.at); tt.at != "" && (p.Line != line || p.Column != column) {
				t.Errorf("stands at %d:%d, told at %d:%d: %s", line, column, p.Line, p.Column, p.What.EN)
			}
		})
	}
}

func TestTwoFaced(t *testing.T) {
	report := charter.Check("c.yaml", edited(t, edit{"without_customer: [dispatcher] ", "without_customer: [dispatcher, agent] "}), charter.Look{})
	if len(report.Problems) != 1 || report.Problems[0].Code != "role_two_faced" {
		t.Errorf("%+v", report.Problems)
	}
	c, err := charter.Load(example(t))
	if err != nil {
		t.Fatal(err)
	}
	if !c.Clash("agent", "dispatcher") || !c.Clash("dispatcher", "agent") || c.Clash("agent", "agent") || c.Clash("dispatcher", "accountant") {
		t.Error("clashes are not those of the example")
	}
}

func TestTexts(t *testing.T) {
	whole := fstest.MapFS{}
	for _, name := range []string{"pd_promo.v3", "ads.v2", "credit.v1"} {
		for _, l := range []string{"ru", "en"} {
			whole["texts/"+name+"."+l+".md"] = &fstest.MapFile{Data: []byte("I agree.")}
		}
	}
	if report := charter.Check("c.yaml", example(t), charter.Look{Texts: whole}); !report.OK || len(report.Warnings) > 0 {
		t.Errorf("whole: %+v", report)
	}
	whole["texts/ads.v2.en.md"].Data = []byte(" \n")
	delete(whole, "texts/credit.v1.ru.md")
	report := charter.Check("c.yaml", example(t), charter.Look{Texts: whole})
	if len(report.Problems) != 2 || report.Problems[0].Code != "consent_text_missing" || !strings.Contains(report.Problems[1].What.EN, "credit.v1.ru.md") {
		t.Errorf("missing: %+v", report.Problems)
	}
	if report := charter.Check("c.yaml", example(t), charter.Look{Texts: fstest.MapFS{}}); !report.OK || len(report.Warnings) != 1 || !report.Unseen() {
		t.Errorf("no folder: %+v", report)
	}
}

func TestSamples(t *testing.T) {
	for _, name := range charter.Samples() {
		data, err := charter.Sample(name)
		if err != nil {
			t.Fatal(err)
		}
		look := charter.Look{Texts: charter.SampleFolder(), Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
		if report := charter.Check(name, data, look); !report.OK || len(report.Warnings) > 0 {
			t.Errorf("%s: %+v", name, report.All())
		}
	}
	if _, err := charter.Sample("bank"); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("bank: %v", err)
	}
}
