package charter_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo/internal/charter"
)

// Each row changes one place of the example. The reverse change has the
// reverse effect, so it is tried with each.
func TestDiff(t *testing.T) {
	const support = `keep: {from: last_contact, for: P1Y, otherwise: {from: created, for: P1Y}, then: erase}      #`
	for _, tt := range []struct {
		name, old, new string
		effect         charter.Effect
		code, path     string
		ru, en         string
	}{
		{
			"kept longer", support, strings.Replace(support, "P1Y", "P3Y", 1), charter.Widens, "keep_more", "purposes.support.keep.for",
			"Ответы на обращения: данные теперь храним дольше — 3 года, раньше 1 год.", "Answering you: we now keep your data for 3 years instead of 1 year, which is longer.",
		},
		{
			"kept shorter", support, strings.Replace(support, "P1Y", "P30D", 1), charter.Narrows, "keep_less", "purposes.support.keep.for",
			"Ответы на обращения: данные теперь храним меньше — 30 дней, раньше 1 год.", "Answering you: we now keep your data for 30 days instead of 1 year, which is shorter.",
		},
		{
			"another clock", "from: last_contact, for", "from: order_closed, for", charter.Widens, "keep_from", "purposes.support.keep.from",
			"Ответы на обращения: срок хранения идёт от другого события: теперь — заказ закрыт, раньше — последнее обращение.", "Answering you: keeping is counted from another event: now order closed, before last contact.",
		},
		{
			"one more sees", "roles: {see: [agent, dispatcher], share: [dispatcher]}", "roles: {see: [agent, dispatcher, it], share: [dispatcher]}", charter.Widens, "role_see_added", "purposes.fulfil.roles.see.it",
			"Исполнение заказа: ваши данные теперь видит и роль «ИТ» (адрес доставки, эл. почта, имя, заказы, телефон).", "Fulfilling your order: your data can now also be seen by the role “IT” (delivery address, e-mail, name, orders, phone).",
		},
		{
			"one more field", "may: [contract]}", "may: [contract, phone]}", charter.Widens, "purpose_fields_added", "purposes.returns.fields.phone",
			"Возврат денег: теперь используем и это: «Телефон».", "Refunds: we now use this as well: “Phone”.",
		},
		{
			"no longer needed", "{need: [name, passport], may: [contract]}", "{need: [name], may: [contract, passport]}", charter.Narrows, "field_needed_less", "purposes.returns.fields.passport",
			"Возврат денег: «Паспорт» — теперь можно не сообщать, раньше было обязательно.", "Refunds: “Passport” can now be left out; before, it had to be given.",
		},
		{
			"nobody approves", "    approve: {over: 0, by: owner}     # two", "    # two", charter.Widens, "approve_removed", "purposes.returns.approve",
			"Возврат денег: второй человек больше не нужен; раньше одобряла роль «Владелец».", "Refunds: a second person is no longer needed; before, “Owner” approved.",
		},
		{
			"a weaker check", "level: high, mask: all", "level: normal, change: high, mask: all", charter.Widens, "field_level_more", "fields.passport.level",
			"Паспорт: чтобы это узнать, хватит проверки слабее: обычный уровень, раньше высокий.", "Passport: a weaker check is enough to be told this: the level is normal, before high.",
		},
		{
			"a weaker mask", "level: normal, change: high, mask: city", "level: normal, change: high, mask: all", charter.Narrows, "field_mask_stronger", "fields.address.mask",
			"Адрес доставки: до проверки сотрудник видит меньше: ничего, раньше — город.", "Delivery address: before the check a colleague sees less: nothing, before the city.",
		},
		{
			"more quiet", `quiet: "21:00-09:00"`, `quiet: "20:00-09:00"`, charter.Narrows, "quiet_more", "purposes.promo.mailing.quiet",
			"Рассылка: тихих часов стало больше: теперь 20:00–09:00, раньше 21:00–09:00.", "Newsletter: more quiet hours: now 20:00–09:00, before 21:00–09:00.",
		},
		{
			"other quiet hours", `quiet: "21:00-09:00"`, `quiet: "20:00-08:00"`, charter.Widens, "quiet", "purposes.promo.mailing.quiet",
			"Рассылка: тихие часы другие: теперь 20:00–08:00, раньше 21:00–09:00.", "Newsletter: other quiet hours: now 20:00–08:00, before 21:00–09:00.",
		},
		{
			"more letters", "{times: 2, per: P7D}", "{times: 3, per: P7D}", charter.Widens, "mailing_rate_more", "purposes.promo.mailing.at_most",
			"Рассылка: теперь можем писать чаще: 3 за 7 дней, раньше — 2 за 7 дней.", "Newsletter: we may now write more often: 3 per 7 days, before 2 per 7 days.",
		},
		{
			"a longer grant", "grant: {for: PT15M", "grant: {for: PT1H", charter.Widens, "grant_more", "verification.grant.for",
			"После проверки данные открыты дольше — 1 час, раньше 15 минут.", "After the check the data stays open for 1 hour instead of 15 minutes, which is longer.",
		},
		{
			"more proofs", "factors_at_least: 2", "factors_at_least: 3", charter.Narrows, "factors_at_least_more", "verification.factors_at_least",
			"Чтобы узнать вас, просим больше доказательств: 3, раньше 2.", "To know it is you we ask for more proofs: 3, before 2.",
		},
		{
			"a higher quota", "reveals: {agent: 60", "reveals: {agent: 90", charter.Widens, "quota_more", "staff.quotas.reveals.agent",
			"Предел на человека стал выше (Оператор, открыто полей): 90 за 1 час, раньше 60 за 1 час.", "The limit of each colleague is higher (Agent, fields opened): 90 per 1 hour, before 60 per 1 hour.",
		},
		{
			"a consent that never ends", "expires: P2Y, withdraw: [portal, email, phone]", "expires: P5Y, withdraw: [portal, email, phone]", charter.Widens, "consent_expires_more", "consents.pd_promo.expires",
			"Согласие «pd_promo» теперь действует дольше: 5 лет, раньше — 2 года.", "The consent “pd_promo” now holds longer: 5 years, before 2 years.",
		},
		{
			"another wording", `label: {ru: "Возврат денег", en: "Refunds"}`, `label: {ru: "Возвраты", en: "Refunds"}`, charter.Neutral, "purpose_label", "purposes.returns.label",
			"Возвраты: цель теперь называется «Возвраты», раньше — «Возврат денег».", "Refunds: the purpose is now called “Refunds”, before “Refunds”.",
		},
		{
			"the same length in other words", "expires: P2Y", "expires: P24M", "", "", "", "", "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := string(example(t))
			if strings.Count(data, tt.old) != 1 {
				t.Fatalf("the example has %q %d times", tt.old, strings.Count(data, tt.old))
			}
			old, updated := load(t, data), load(t, strings.Replace(data, tt.old, tt.new, 1))
			changes := charter.Diff(old, updated)
			if tt.code == "" {
				if len(changes) > 0 {
					t.Errorf("Diff: %+v", changes)
				}
				return
			}
			if len(changes) != 1 {
				t.Fatalf("Diff: %+v", changes)
			}
			got := changes[0]
			got.Args, got.Group, got.Said = nil, got.Text, got.Text
			want := charter.Change{Effect: tt.effect, Path: tt.path, Code: tt.code}
			want.Text.RU, want.Text.EN = tt.ru, tt.en
			want.Group, want.Said = want.Text, want.Text
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Diff (-want +got):\n%s", diff)
			}
			mirrored(t, changes, charter.Diff(updated, old))
		})
	}
}

// A place abroad, or somebody else's, takes more than one change of a file.
func TestDiffOfPlaces(t *testing.T) {
	data := string(example(t))
	for _, tt := range []struct {
		name   string
		change func(*charter.Recipient, *charter.Store)
		effect charter.Effect
		want   string
	}{
		{"given abroad", func(r *charter.Recipient, _ *charter.Store) { r.Country = "KZ" }, charter.Widens, "ООО «Быстро»: данные теперь уходят за границу: KZ, раньше RU."},
		{"kept abroad", func(_ *charter.Recipient, s *charter.Store) { s.Country = "KZ" }, charter.Widens, "Место «сервер компании, Москва» теперь за границей: KZ, раньше RU."},
		{"somebody else's", func(_ *charter.Recipient, s *charter.Store) { s.Operator = "hired" }, charter.Widens, "Место «сервер компании, Москва» теперь чужое: за ним следит подрядчик, раньше — мы сами."},
		{"decides by itself", func(r *charter.Recipient, _ *charter.Store) { r.Role = "controller" }, charter.Widens, "ООО «Быстро»: получатель теперь сам решает, что делать с данными (сам отвечает за данные); раньше — работает по нашему поручению."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old, updated := load(t, data), load(t, data)
			courier, store := updated.Recipients["courier"], updated.Stores["main"]
			tt.change(&courier, &store)
			updated.Recipients["courier"], updated.Stores["main"] = courier, store
			changes := charter.Diff(old, updated)
			if len(changes) != 1 || changes[0].Effect != tt.effect || changes[0].Text.RU != tt.want {
				t.Errorf("Diff: %+v", changes)
			}
			mirrored(t, changes, charter.Diff(updated, old))
		})
	}
}

// renamed gives the text another name.
func renamed(c *charter.Charter) *charter.Charter {
	ads := c.Consents["ads"]
	ads.Text = "texts/ads.v3"
	c.Consents["ads"] = ads
	return c
}

// The name of a consent's text says nothing of its words.
func TestDiffOfConsentsWords(t *testing.T) {
	words := func(ru, en string) *charter.Charter {
		c := load(t, string(example(t)))
		texts := map[string][]byte{}
		for file, text := range map[string]string{"texts/ads.v2.ru.md": ru, "texts/ads.v2.en.md": en} {
			if text != "" {
				texts[file] = []byte(text)
			}
		}
		c.Bind(texts)
		return c
	}
	for _, tt := range []struct {
		name         string
		old, updated *charter.Charter
		want         []string
	}{
		{"the same", words("да", "yes"), words("да", "yes"), nil},
		{"other words in one language", words("да", "yes"), words("на всё", "yes"), []string{"widens consents.ads.text.ru consent_words"}},
		{"gone in one language", words("да", "yes"), words("да", ""), []string{"widens consents.ads.text.en consent_words_removed"}},
		{"nothing is known of the old ones", words("", ""), words("да", "yes"), nil},
		{"nothing is known of the new ones", words("да", "yes"), load(t, string(example(t))), nil},
		{"another name, which is told itself", words("да", "yes"), renamed(words("на всё", "yes")), []string{"widens consents.ads.text consent_text"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			changes := charter.Diff(tt.old, tt.updated)
			for _, c := range changes {
				got = append(got, string(c.Effect)+" "+c.Path+" "+c.Code)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Diff (-want +got):\n%s", diff)
			}
			spoken(t, changes)
			mirrored(t, changes, charter.Diff(tt.updated, tt.old))
		})
	}
}

func TestDiffOfWholeParts(t *testing.T) {
	old := load(t, string(example(t)))
	updated := load(t, string(example(t)))
	delete(updated.Purposes, "promo")
	delete(updated.Recipients, "courier")
	got := []string{}
	for _, c := range charter.Diff(updated, old) {
		got = append(got, string(c.Effect)+" "+c.Path+" "+c.Code)
	}
	want := []string{"widens purposes.promo purpose_added", "widens recipients.courier recipient_added"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
	mirrored(t, charter.Diff(updated, old), charter.Diff(old, updated))
}

// silent are the fields of a charter that no change of theirs is told of.
var silent = []string{
	"Hash", // of the bytes, which a comment changes too
}

// A place of the charter that Diff does not look at would change behind
// the customers' backs.
func TestDiffSeesEveryPlace(t *testing.T) {
	total := len(changedAt(-1, "").paths)
	for i := range total {
		path, seen := "", false
		for _, word := range words() {
			c := changedAt(i, word)
			if path = c.paths[i]; seen {
				break
			}
			changes := charter.Diff(changedAt(-1, "").charter, c.charter)
			spoken(t, changes)
			mirrored(t, changes, charter.Diff(c.charter, changedAt(-1, "").charter))
			seen = seen || len(changes) > 0
		}
		if quiet := slices.Contains(silent, path); seen == quiet {
			t.Errorf("%s: told %v, declared silent %v", path, seen, quiet)
		}
	}
	if total < 100 {
		t.Errorf("only %d places walked", total)
	}
}

func TestDiffMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := &charter.Charter{}, &charter.Charter{}
		draw(t, reflect.ValueOf(a).Elem(), "")
		draw(t, reflect.ValueOf(b).Elem(), "")
		if same := charter.Diff(a, a); len(same) > 0 {
			t.Fatalf("Diff(a, a): %+v", same)
		}
		mirrored(t, charter.Diff(a, b), charter.Diff(b, a))
		spoken(t, charter.Diff(a, b))
	})
}

var opposite = map[string]string{
	"_more": "_less", "_added": "_removed", "_weaker": "_stronger", "_abroad": "_home", "_bound": "_unbound", "_without_consent": "_consent",
}

// mirrored asks that the way back widens what the way there narrowed. What
// cannot be judged widens both ways, under one code.
func mirrored(t interface{ Errorf(string, ...any) }, there, back []charter.Change) {
	var want, got []string
	for _, c := range there {
		code, effect := reversed(c)
		want = append(want, fmt.Sprint(c.Path, " ", code, " ", effect))
	}
	for _, c := range back {
		got = append(got, fmt.Sprint(c.Path, " ", c.Code, " ", c.Effect))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the way back (-want +got):\n%s", diff)
	}
}

// bothWays are the places where what comes and what goes both widen.
var bothWays = regexp.MustCompile(`^portal\.sign_in\.|^purposes\.\w+\.(special|advertising)\.|` +
	`\.may\.(seal|requests|incidents|read_ledger|read_today|oversee|devices|training|backups)$`)

func reversed(c charter.Change) (string, charter.Effect) {
	flip := map[charter.Effect]charter.Effect{charter.Widens: charter.Narrows, charter.Narrows: charter.Widens, charter.Neutral: charter.Neutral}
	if bothWays.MatchString(c.Path) {
		flip[charter.Widens] = charter.Widens
	}
	for more, less := range opposite {
		if stem, ok := strings.CutSuffix(c.Code, more); ok {
			return stem + less, flip[c.Effect]
		}
	}
	for more, less := range opposite {
		if stem, ok := strings.CutSuffix(c.Code, less); ok {
			return stem + more, flip[c.Effect]
		}
	}
	return c.Code, c.Effect
}

var unsaid = regexp.MustCompile(`charter\.[a-z]`)

// spoken asks that each change is a sentence in both languages.
func spoken(t interface{ Errorf(string, ...any) }, changes []charter.Change) {
	for _, c := range changes {
		for _, s := range []string{c.Text.RU, c.Text.EN, c.Said.RU, c.Said.EN} {
			if unsaid.MatchString(s) || strings.Contains(s, "<no value>") || !strings.HasSuffix(s, ".") {
				t.Errorf("%s %s: %q", c.Path, c.Code, s)
			}
		}
		if c.Group.RU == "" && c.Group.EN == "" {
			t.Errorf("%s %s: no group", c.Path, c.Code)
		}
	}
}
