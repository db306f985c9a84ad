package charter_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
)

func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/charter-example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Each row changes one place of the example, which then is refused at that
// place and nowhere else.
func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		at             string // the text at which the problem stands; empty: not checked
		what           string // part of it, in English
	}{
		{"unknown section", "ledger: {keep", "colors: {a: b}\nledger: {keep", "colors: {a", "key “colors” is not known"},
		{"unknown key", "source: customer\n    stores: [main]\n    channels", "sauce: x\n    source: customer\n    stores: [main]\n    channels", "sauce", "key “sauce” is not known"},
		{"missing section", "ledger: {keep: P5Y, publish: PT1H}", "ledger: {keep: P5Y, publish: PT1H, publish: PT2H}", "publish: PT2H", "“publish” is repeated"},
		{"missing key", "  id: lavka\n", "", "", "“id” is missing"},
		{"duplicate field", "  contract:   {type: file", "  name: {type: file, label: {ru: a, en: b}, level: high}\n  contract:   {type: file", "name: {type: file", "“name” is repeated"},
		{"duplicate in list", "channels: [phone, email, chat", "channels: [phone, phone, chat", "phone, chat", "“phone” is repeated"},
		{"mapping for a list", "languages: [ru, en]", "languages: {ru: en}", "{ru: en}", "A list is wanted"},
		{"list for a mapping", "roles: {}", "roles: []", "[]                         # compared", "Keys with values are wanted"},
		{"number for a text", `inn: "7700000000"`, `inn: 7700000000`, "7700000000", "A text is wanted"},
		{"text for a number", "version: 7", "version: seven", "seven", "A whole number from 1"},
		{"number too low", "factors_at_least: 2", "factors_at_least: 1", "1\n  points", "A whole number from 2"},
		{"empty text", `place: {ru: "сервер компании, Москва"`, `place: {ru: " "`, `" "`, "The text is empty"},
		{"text of two lines", `place: {ru: "сервер компании, Москва"`, `place: {ru: "a\nb"`, `"a\nb"`, "too long or holds control"},
		{"key that is a number", "roles: {}", "roles: {7: []}", "7: []", "A key must be a word"},
		{"bad name", "  contract:   {type: file", "  Договор: {type: file, label: {ru: a, en: b}, level: high}\n  contract:   {type: file", "Договор:", "will not do as a name"},
		{"undeclared field", "need: [name, phone, orders]", "need: [name, phone, order]", "order]", "“order” is not declared in fields"},
		{"undeclared purpose", "purposes: [fulfil]", "purposes: [fulfil, sell]", "sell]", "“sell” is not declared in purposes"},
		{"undeclared consent", "consents: [credit]", "consents: [credits]", "credits]", "“credits” is not declared in consents"},
		{"undeclared role", "tell: [agent]", "tell: [agent, boss]", "boss]", "“boss” is not declared in roles"},
		{"undeclared role of a quota", "reveals: {agent: 60", "reveals: {agents: 60", "agents: 60", "“agents” is not declared in roles"},
		{"undeclared role of the portal", "dispute: officer", "dispute: judge", "judge", "“judge” is not declared in roles"},
		{"undeclared event", "keep: {from: last_contact", "keep: {from: first_contact", "first_contact", "“first_contact” is not declared in events"},
		{"undeclared store", "stores: [main]\n    channels", "stores: [cloud]\n    channels", "cloud]", "“cloud” is not declared in stores"},
		{"unknown channel", "channels: [phone, email, chat", "channels: [phone, pigeon, chat", "pigeon", "“pigeon” will not do"},
		{"unknown factor", "factors: [pin,", "factors: [birth_date, pin,", "birth_date", "“birth_date” does not prove"},
		{"unknown level", "level: low", "level: lowest", "lowest", "“lowest” will not do"},
		{"unknown type", "type: passport", "type: horoscope", "horoscope", "“horoscope” will not do"},
		{"unknown law", "laws: [ru-152fz, eu-gdpr]", "laws: [ru-152fz, eu-gdpr, moon]", "moon]", "“moon” will not do"},
		{"undeclared law", `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-c"}`, `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-c", us-ccpa: x}`, "us-ccpa: x", "law “us-ccpa” is not declared"},
		{"unknown duty", "read_today, oversee]", "read_today, oversee, see]", "see]}  ", "“see” is not given here"},
		{"unknown language", "languages: [ru, en]", "languages: [ru, en, de]", "de]", "“de” will not do"},
		{"undeclared language", `order_closed: {ru: "заказ закрыт"`, `order_closed: {de: "x", ru: "заказ закрыт"`, `de: "x"`, "key “de” is not known"},
		{"missing label", `en: "Credit check for instalments"`, "", "", "“en” is missing"},
		{"missing label of a role", `{ru: "ИТ", en: "IT", may`, `{ru: "ИТ", may`, `{ru: "ИТ", may`, "“en” is missing"},
		{"not a period", "for: PT15M", "for: 15 minutes", "15 minutes", "An ISO 8601 duration is wanted"},
		{"not a day", "effective: 2026-12-01", "effective: 2026-13-01", "2026-13-01", "A date is wanted"},
		{"grant too long", "for: PT15M", "for: PT24H", "PT24H", "must be from PT1M to PT1H"},
		{"idle longer than the grant", "idle: PT5M", "idle: PT20M", "{for: PT15M", "idle time is longer"},
		{"points too few", "high: 5}", "high: 4}", "4}", "A whole number from 5"},
		{"points descend", "points: {low: 2, normal: 3", "points: {low: 4, normal: 3", "{low: 4", "asks for fewer points"},
		{"factors that do not reach", "factors: [pin, card_last4, account_number, sms_code, email_code, totp, passkey, portal_code, document]", "factors: [card_last4, account_number]", "", "cannot reach the level normal"},
		{"clock that may never start", "{from: last_contact, for: P1Y, otherwise: {from: created, for: P1Y}, then: erase}", "{from: last_contact, for: P1Y, then: erase}", "last_contact, for: P1Y, then", "“last_contact” may never come"},
		{"second clock that may never start", "{from: last_contact, for: P1Y, otherwise: {from: created,", "{from: last_contact, for: P1Y, otherwise: {from: order_closed,", "{from: order_closed", "“order_closed” in otherwise may never come"},
		{"consent that never expires", "expires: P2Y, ", "", "{from: consent_expired", "“consent_expired” in otherwise may never come"},
		{"event slovo does not know", `decision_made: {ru: "решение принято", en: "decision made"}`, `decision_made: {ru: "решение принято", en: "decision made", set: automatic}`, `{ru: "решение принято"`, "slovo cannot set"},
		{"event slovo sets", `en: "record created", set: automatic`, `en: "record created"`, `{ru: "запись заведена"`, "slovo sets the event “created” itself"},
		{"mask of another type", "mask: initials", "mask: last2", "last2, search: words", "mask “last2” does not fit the type name"},
		{"search of another type", "search: words", "search: fuzzy", "fuzzy", "type name is not searched"},
		{"list without items", "item: {number: text, state: text, sum: money, date: date}, ", "", "{type: list", "does not say what it is made of"},
		{"items without a list", "type: passport,", "type: passport, item: {a: text},", "{a: text}", "Only the type list has item"},
		{"no level", `label: {ru: "Переписка и звонки", en: "Messages and calls"}, level: normal`, `label: {ru: "Переписка и звонки", en: "Messages and calls"}`, "{type: conversation", "“level” is missing"},
		{"change weaker than level", "level: normal, change: high, mask: city", "level: normal, change: low, mask: city", "{type: address", "easier to change"},
		{"no basis under a law", `basis: {ru-152fz: "6.1.2", eu-gdpr: "6-1-c"}`, `basis: {ru-152fz: "6.1.2"}`, `{ru-152fz: "6.1.2"}`, "No basis is named under the law “eu-gdpr”"},
		{"consent basis without a consent", "    consents: [credit]\n", "", "", "no consent is named"},
		{"consent for two purposes", "consents: [credit]", "consents: [credit, ads]", "[pd_promo, ads]", "“ads” is already given"},
		{"field both needed and allowed", "may: [contract]}", "may: [contract, passport]}", "{need: [name, passport], may: [contract, passport", "“passport” is both"},
		{"no fields", "fields: {need: [card_last4], may: [account]}", "fields: {need: [], may: []}", "{need: [], may", "has no fields"},
		{"tells without channels", "roles: {see: [agent, dispatcher], share", "roles: {tell: [agent], see: [agent, dispatcher], share", "", "no channel to tell over"},
		{"tells and talks to nobody", "export: []}", "export: []}\n    without_customer: [agent]", "[agent]\n    keep", "“agent” talks to nobody"},
		{"idle role", "without_customer: [dispatcher] ", "without_customer: [dispatcher, it] ", "[dispatcher, it]", "“it” is in without_customer"},
		{"approver who may not", "roles: {see: [accountant]}\n    without_customer: [accountant]\n    approve: {over: 0, by: owner}     # two", "roles: {see: [accountant]}\n    without_customer: [accountant]\n    approve: {over: 0, by: agent}     # two", "agent}     # two", "“agent” may not approve"},
		{"send without a mailing", `    mailing: {channels: [email], at_most: {times: 2, per: P7D}, quiet: "21:00-09:00"}` + "\n", "", "", "a role to send"},
		{"quiet hours that are none", `"21:00-09:00"`, `"21-9"`, `"21-9"`, "Hours are wanted"},
		{"processor without a contract", `contract: {number: "ДП-12", from: 2026-03-01, to: 2027-03-01}, `, "", "{name: {ru: \"ООО «Быстро»\"", "has no contract"},
		{"contract that ends first", "to: 2027-03-01", "to: 2025-03-01", `{number: "ДП-12"`, "ends before it begins"},
		{"field not for the recipient", "fields: [name, phone, address], by: push", "fields: [name, passport], by: push", "[name, passport], by", "“passport” is in none"},
		{"country", "main: {country: RU", "main: {country: Russia", "Russia", "A country's code"},
		{"company's e-mail", "email: privacy@lavka.example, phone", "email: nowhere, phone", "nowhere", "not an e-mail address"},
		{"company's phone", `"+7 900 000-00-01"`, `"12"`, `"12"`, "not a phone number"},
		{"role named like a quota's key", `  auditor:    {`, `  other: {ru: a, en: b}` + "\n" + `  auditor:    {`, "{ru: a, en: b}", "“other” is taken"},
		{"anchor", "id: lavka", "id: &a lavka", "&a", "anchors, aliases and tags"},
		{"tag", "id: lavka", "id: !!binary bGF2a2E=", "!!binary", "anchors, aliases and tags"},
		{"not YAML", "id: lavka", "id: [lavka", "", "does not read as YAML"},
		{"two documents", "charter:\n", "a: b\n---\ncharter:\n", "", "more than one document"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := string(example(t))
			if !strings.Contains(data, tt.old) {
				t.Fatalf("the example has no %q", tt.old)
			}
			data = strings.Replace(data, tt.old, tt.new, 1)
			p := theProblem(t, data, tt.what)
			if line, column := place(data, tt.at); tt.at != "" && (p.Line != line || p.Column != column) {
				t.Errorf("%q stands at %d:%d, the problem at %d:%d", tt.at, line, column, p.Line, p.Column)
			}
			if p.Do.EN == "" || p.Do.RU == "" || p.What.RU == "" || strings.Contains(p.What.EN+p.What.RU+p.Do.EN+p.Do.RU, "{key}") {
				t.Errorf("not all is said: %+v", p)
			}
		})
	}
}

// theProblem loads the data and returns the one problem that says what.
func theProblem(t *testing.T, data, what string) charter.Problem {
	t.Helper()
	_, err := charter.Load([]byte(data))
	var problems *charter.Problems
	if !errors.As(err, &problems) || !errors.Is(err, slovo.ErrInvalid) {
		t.Fatalf("Load: %v", err)
	}
	at := slices.IndexFunc(problems.List, func(p charter.Problem) bool { return strings.Contains(p.What.EN, what) })
	if at < 0 {
		t.Fatalf("no problem says %q:\n%v", what, err)
	}
	if len(problems.List) > 1 {
		t.Errorf("one mistake is told more than once:\n%v", err)
	}
	return problems.List[at]
}

// place returns the line and column, from 1, at which the text stands.
func place(data, text string) (line, column int) {
	before, _, _ := strings.Cut(data, text)
	line = strings.Count(before, "\n") + 1
	return line, len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
}

func TestLoadRefusesWholeFiles(t *testing.T) {
	for _, tt := range []struct{ name, give, what string }{
		{"nothing", "", "The file is empty"},
		{"comments", "# nothing\n", "The file is empty"},
		{"too large", "charter: " + strings.Repeat("x", 1<<20), "larger than 1 MiB"},
		{"not UTF-8", "charter: \xff", "not UTF-8"},
		{"a word", "charter", "Keys with values"},
		{"a list", "[]", "Keys with values"},
		{"bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors"},
	} {
		t.Run(tt.name, func(t *testing.T) { theProblem(t, tt.give, tt.what) })
	}
}

func TestLoadTellsAllAtOnce(t *testing.T) {
	data := string(example(t))
	for old, new := range map[string]string{"version: 7": "version: x", "tell: [agent]": "tell: [boss]", "idle: PT5M": "idle: soon"} {
		data = strings.Replace(data, old, new, 1)
	}
	report := charter.Check("c.yaml", []byte(data), charter.Look{})
	if report.OK || len(report.Problems) != 3 {
		t.Fatalf("Check: %+v", report)
	}
	if !slices.IsSortedFunc(report.Problems, func(a, b charter.Problem) int { return a.Line - b.Line }) {
		t.Errorf("not in the order of lines: %+v", report.Problems)
	}
}

func TestLoadIsBounded(t *testing.T) {
	report := charter.Check("c.yaml", []byte(strings.Repeat("k: v\n", 10_000)), charter.Look{})
	if report.OK || len(report.Problems) > 200 {
		t.Errorf("%d problems", len(report.Problems))
	}
}

func TestCheckOfAGoodFileHasNoProblems(t *testing.T) {
	report := charter.Check("c.yaml", example(t), charter.Look{})
	if diff := cmp.Diff(charter.Report{OK: true, File: "c.yaml", Problems: []charter.Problem{}, Warnings: []charter.Problem{}}, report); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
}

func TestLoadExample(t *testing.T) {
	c, err := charter.Load(example(t))
	if err != nil {
		t.Fatal(err)
	}
	phone := charter.Field{
		Type: field.Phone, Label: slovo.Text{RU: "Телефон", EN: "Phone"}, Level: charter.Normal, Change: charter.High,
		Mask: "last2", Search: "exact", DPV: "pd:TelephoneNumber", Fideslang: "user.contact.phone_number",
	}
	if diff := cmp.Diff(phone, c.Fields["phone"]); diff != "" {
		t.Errorf("phone (-want +got):\n%s", diff)
	}
	promo := c.Purposes["promo"]
	keep := charter.Keep{From: "consent_withdrawn", Otherwise: &charter.Clock{From: "consent_expired"}, Then: "erase"}
	if diff := cmp.Diff(keep, promo.Keep); diff != "" {
		t.Errorf("keep (-want +got):\n%s", diff)
	}
	mailing := &charter.Mailing{
		Channels: []slovo.Channel{"email"},
		AtMost:   charter.Rate{Times: 2, Per: charter.Period{Days: 7}},
		Quiet:    charter.Quiet{From: "21:00", To: "09:00"},
	}
	if diff := cmp.Diff(mailing, promo.Mailing); diff != "" {
		t.Errorf("mailing (-want +got):\n%s", diff)
	}
	if c.ID != "lavka" || c.Version != 7 || c.Effective != "2026-12-01" || len(c.Hash) != 64 || len(c.Purposes) != 6 || len(c.Roles) != 8 {
		t.Errorf("head: %s %d %s %s", c.ID, c.Version, c.Effective, c.Hash)
	}
	if c.Verification.Grant.Idle.Duration() != 5*time.Minute || c.Staff.Devices.Required != "mask" || c.Portal.Dispute != "officer" {
		t.Errorf("sections: %+v %+v %+v", c.Verification, c.Staff, c.Portal)
	}
}

// What the charter does not say is refused.
func TestQuestions(t *testing.T) {
	c, err := charter.Load(example(t))
	if err != nil {
		t.Fatal(err)
	}
	support, fulfil := c.Purposes["support"], c.Purposes["fulfil"]
	for name, got := range map[string]bool{
		"holds what it does not name": support.Holds("passport"),
		"nothing holds":               charter.Purpose{}.Holds("name"),
		"allows another role":         support.Allows("dispatcher", charter.See),
		"allows what nobody has":      support.Allows("agent", charter.Export),
		"talks without a channel":     fulfil.Over(slovo.ChannelPhone),
		"dispatcher talks":            fulfil.Talks("dispatcher"),
		"card is shown":               c.Fields["card_last4"].Shown(),
		"agent approves":              c.Roles["agent"].MayDo("approve"),
		"a role nobody declared":      c.Roles["boss"].MayDo("approve"),
	} {
		if got {
			t.Error(name)
		}
	}
	for name, got := range map[string]bool{
		"needed":  support.Holds("name"),
		"allowed": support.Holds("card_last4"),
		"tell":    support.Allows("agent", charter.Tell),
		"phone":   support.Over(slovo.ChannelPhone),
		"task":    fulfil.Over(slovo.ChannelTask),
		"agent":   fulfil.Talks("agent"),
		"shown":   c.Fields["name"].Shown(),
		"owner":   c.Roles["owner"].MayDo("approve"),
	} {
		if !got {
			t.Errorf("refused: %s", name)
		}
	}
}

func TestQuota(t *testing.T) {
	c, err := charter.Load(example(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		kind, role string
		want       int
	}{
		{"exports", "agent", 0}, {"reveals", "dispatcher", 10}, {"reveals", "agent", 60}, {"searches", "agent", 120},
	} {
		if got, per := c.Staff.Quota(tt.kind, tt.role); got != tt.want || per.Duration() != time.Hour {
			t.Errorf("Quota(%s, %s) = %d per %s", tt.kind, tt.role, got, per)
		}
	}
}

// Where the charter is silent, the usual rules hold, and they are strict.
func TestSilence(t *testing.T) {
	data := string(example(t))
	data = data[:strings.Index(data, "verification:")]
	c, err := charter.Load([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	v := c.Verification
	if v.FactorsAtLeast != 2 || v.Points[charter.High] != 5 || v.Grant.For.Duration() != 15*time.Minute || v.Lock.Failures != 5 || len(v.Factors) == 0 {
		t.Errorf("verification: %+v", v)
	}
	if n, _ := c.Staff.Quota("reveals", "agent"); n != 10 || c.Staff.Devices.Required != "mask" || len(c.Staff.Training.Lessons) != 6 {
		t.Errorf("staff: %+v", c.Staff)
	}
	if c.Ledger.Keep.Years != 5 || len(c.Portal.SignIn) == 0 {
		t.Errorf("ledger and portal: %+v %+v", c.Ledger, c.Portal)
	}
}

func TestSample(t *testing.T) {
	if _, err := charter.Sample("bank"); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("bank: %v", err)
	}
	data, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	c, err := charter.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"name", "phone", "email", "address", "account", "card_last4", "orders"} {
		if !c.Purposes["support"].Holds(f) {
			t.Errorf("support does not hold %s", f)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(example(f))
	for _, text := range []string{"", "a: b", "charter: {languages: [ru]}", "[[[[", "a: &a [*a]", "--- \n---\n", "? [a]\n: b", "<<: {a: b}", "fields: {x: }"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		c, err := charter.Load(data)
		var problems *charter.Problems
		switch {
		case err == nil && c == nil, err != nil && c != nil:
			t.Fatal("neither a charter nor a problem, or both")
		case err != nil && (!errors.As(err, &problems) || len(problems.List) == 0):
			t.Fatalf("not problems: %v", err)
		case time.Since(start) > 5*time.Second:
			t.Fatalf("%d bytes took %s", len(data), time.Since(start))
		}
	})
}
