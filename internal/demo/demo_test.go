package demo_test

import (
	"bytes"
	"flag"
	"net/mail"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo/internal/charter"
	"slovo/internal/demo"
	"slovo/internal/field"
)

var update = flag.Bool("update", false, "write the sample file anew")

const sample = "../../testdata/lavka.csv"

func shop(t *testing.T) *charter.Charter {
	t.Helper()
	file, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	c, err := charter.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPeopleAreTheSameEachTime(t *testing.T) {
	if diff := cmp.Diff(demo.People(), demo.People()); diff != "" {
		t.Errorf("People differ from call to call:\n%s", diff)
	}
}

// Every value is one that the gate takes for the sample charter, and that a
// purpose of the record holds.
func TestPeopleFitTheCharter(t *testing.T) {
	c := shop(t)
	for _, p := range demo.People() {
		n := p.Record()
		for name, value := range n.Fields {
			if _, err := field.Normalize(c.Fields[name].Type, value.Show()); err != nil {
				t.Fatalf("%s of customer %d: %v", name, p.Number, err)
			}
			if !slices.ContainsFunc(n.Purposes, func(purpose string) bool { return c.Purposes[purpose].Holds(name) }) {
				t.Fatalf("%s is held by no purpose of %v", name, n.Purposes)
			}
		}
	}
}

var nobodys = regexp.MustCompile(`^(\+7 900 000-\d\d-\d\d|\+44 7700 900\d{3})$`)

func TestPeopleCanBeReachedNowhere(t *testing.T) {
	for _, p := range demo.People() {
		if !nobodys.MatchString(p.Phone) {
			t.Errorf("customer %d: phone %s could be somebody's", p.Number, p.Phone)
		}
		at, err := mail.ParseAddress(p.Email)
		if err != nil {
			t.Fatalf("customer %d: e-mail %s: %v", p.Number, p.Email, err)
		}
		_, domain, _ := strings.Cut(at.Address, "@")
		if !slices.Contains([]string{"example.org", "example.com", "example.net"}, domain) {
			t.Errorf("customer %d: domain %s could be somebody's", p.Number, domain)
		}
	}
}

func TestPeopleAreBelievable(t *testing.T) {
	all := demo.People()
	if len(all) != 1000 {
		t.Fatalf("%d people", len(all))
	}
	phones, emails, initials, names := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	latin, cities := 0, map[string]bool{}
	for _, p := range all {
		phones[p.Phone]++
		emails[p.Email]++
		names[p.Name]++
		initials[field.Mask(field.Name, "initials", p.Name)]++
		cities[field.City(p.Address)] = true
		if p.Name[0] < 0x80 {
			latin++
		}
	}
	if len(phones) > 950 || len(phones) < 700 || len(emails) > 950 || len(emails) < 700 {
		t.Errorf("%d phones and %d e-mails: some families should share one", len(phones), len(emails))
	}
	if latin < 50 || latin > 300 || len(cities) < 12 || cities[""] {
		t.Errorf("%d people with English names, in cities %v", latin, cities)
	}
	if n := initials["И. И. И."]; n < 12 {
		t.Errorf("%d people are И. И. И.", n)
	}
	if len(names) < 850 {
		t.Errorf("only %d different names", len(names))
	}
	for _, p := range all[:2] {
		if phones[p.Phone] != 1 || emails[p.Email] != 1 || len(p.Factors()) != 3 || !strings.HasPrefix(p.Phone, "+7") {
			t.Errorf("customer %d is not fit to be tried", p.Number)
		}
	}
}

func TestStaffHoldEveryRole(t *testing.T) {
	roles := map[string]bool{}
	for _, m := range demo.Staff() {
		roles[m.Role] = true
	}
	for role := range shop(t).Roles {
		if !roles[role] {
			t.Errorf("nobody is %s", role)
		}
	}
	if demo.Staff()[0].Role != "owner" {
		t.Error("the owner is not the first")
	}
}

// The file of the first five minutes is what WriteFile writes.
func TestSampleFile(t *testing.T) {
	var b bytes.Buffer
	if err := demo.WriteFile(&b, demo.Newcomers(20)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(sample, b.Bytes(), 0o644); err != nil { //nolint:gosec // it is public
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(have)); diff != "" {
		t.Errorf("%s is not what WriteFile writes (-want +have); run with -update:\n%s", sample, diff)
	}
}

// Who came in twice is told by name and e-mail, and by nothing else.
func TestWhoCameInTwice(t *testing.T) {
	all := demo.People()
	for _, two := range demo.Twice() {
		a, b := all[two[0]], all[two[1]]
		if a.Name != b.Name || a.Email != b.Email || a.Phone == b.Phone || two[0] < 2 {
			t.Errorf("customers %d and %d: %+v", a.Number, b.Number, two)
		}
	}
}
