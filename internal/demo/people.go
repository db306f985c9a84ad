package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"slovo"
	"slovo/internal/gate"
)

// count is how many customers the company has.
const count = 1000

// seed makes everybody the same everywhere.
const seed = 20261201

// Person is one invented customer.
type Person struct {
	Number    int // from 1: the shop's own number of the customer
	Name      string
	Phone     string
	Email     string
	Address   string
	Account   string
	CardLast4 string
	PIN       string
	Orders    []Order
}

// Order is one purchase, in the words of the sample charter's list.
type Order struct {
	Number string `json:"number"`
	State  string `json:"state"`
	Sum    string `json:"sum"`
	Date   string `json:"date"`
}

// People returns the company's customers. The first two are Russian, stand
// alone and have a phone, an e-mail, a card and an account: they are those
// whom a visitor of the demo is to try.
// The last ones are customers who came in twice: see Twice.
func People() []Person {
	all := people(seed, count)
	for _, two := range Twice() {
		all[two[1]].Name, all[two[1]].Email = all[two[0]].Name, all[two[0]].Email
	}
	return all
}

// Twice are the places of two records that are one customer's: the same name
// and e-mail, and another phone.
func Twice() [][2]int { return [][2]int{{120, count - 2}, {240, count - 1}} }

// Record is the person as a new customer of the sample charter.
func (p Person) Record() gate.NewCustomer {
	values := map[string]slovo.Value{}
	for name, text := range p.texts() {
		if text != "" {
			values[name] = slovo.NewValue(text)
		}
	}
	return gate.NewCustomer{
		Fields: values, Purposes: []string{"support", "fulfil", "payment"}, Source: "demo", SourceID: strconv.Itoa(p.Number),
	}
}

func (p Person) texts() map[string]string {
	return map[string]string{
		"name": p.Name, "phone": p.Phone, "email": p.Email, "address": p.Address,
		"account": p.Account, "card_last4": p.CardLast4, "orders": p.orders(),
	}
}

// Contacts are the person's name, phone and e-mail, by field.
func (p Person) Contacts() map[string]string {
	contacts := p.texts()
	maps.DeleteFunc(contacts, func(name, _ string) bool { return name != "name" && name != "phone" && name != "email" })
	return contacts
}

// Factors are what proves that the person is who they are, by kind.
func (p Person) Factors() map[string]string {
	return map[string]string{"pin": p.PIN, "card_last4": p.CardLast4, "account_number": p.Account}
}

func (p Person) orders() string {
	text, err := json.Marshal(p.Orders)
	if err != nil {
		return "" // texts alone always marshal
	}
	return string(text)
}

// people invents n customers. Every third household has two or three
// members, who share an address and a phone or an e-mail.
func people(seed uint64, n int) []Person {
	r := inventor{rand.New(rand.NewPCG(seed, 1))} //nolint:gosec // nothing secret comes of it
	all, alike := make([]Person, 0, n+2), namesakes
	for len(all) < n {
		switch i := len(all); {
		case i < 2:
			all = append(all, r.russian(r.name(r.pick(familyNames)), ""))
		case i >= 60*(1+len(namesakes)-len(alike)) && len(alike) > 0:
			all, alike = append(all, r.russian(alike[0], "")), alike[1:]
		case r.IntN(7) == 0:
			all = append(all, r.english())
		case r.IntN(3) == 0:
			all = append(all, r.household()...)
		default:
			all = append(all, r.russian(r.name(r.pick(familyNames)), ""))
		}
	}
	all = all[:n]
	inventor{rand.New(rand.NewPCG(seed, 2))}.number(all) //nolint:gosec // as above; the first stay the same, however many
	return all
}

// inventor makes things up.
type inventor struct{ *rand.Rand }

func (r inventor) pick(from []string) string { return from[r.IntN(len(from))] }

// name is a whole Russian name of the family.
func (r inventor) name(family string) string {
	son, daughter, _ := strings.Cut(r.pick(fathers), "/")
	if r.IntN(2) == 0 {
		return family + " " + r.pick(men) + " " + son
	}
	return family + "а " + r.pick(women) + " " + daughter
}

func (r inventor) russian(name, address string) Person {
	if address == "" {
		t := towns[r.IntN(len(towns))]
		address = fmt.Sprintf("%s, %s, ул. %s, %d, кв. %d", t.index, t.city, r.pick(streets), 1+r.IntN(90), 1+r.IntN(120))
	}
	return Person{Name: name, Address: address}
}

func (r inventor) english() Person {
	t := englishTowns[r.IntN(len(englishTowns))]
	address := fmt.Sprintf("%d %s Street, %s", 1+r.IntN(90), r.pick(englishStreets), t.city)
	return Person{Name: r.pick(englishFirst) + " " + r.pick(englishLast), Address: address}
}

// shared marks a contact that the member before has too.
const shared = "="

func (r inventor) household() []Person {
	family := r.pick(familyNames)
	members := []Person{r.russian(r.name(family), "")}
	for range 1 + r.IntN(2) {
		member := r.russian(r.name(family), members[0].Address)
		if r.IntN(2) == 0 {
			member.Phone = shared
		} else {
			member.Email = shared
		}
		members = append(members, member)
	}
	return members
}

// number gives everybody what is counted: phones and e-mails out of ranges
// that belong to nobody, accounts, cards, orders.
func (r inventor) number(all []Person) {
	phones, british := r.Perm(10_000), 0
	for i := range all {
		p := &all[i]
		p.Number = i + 1
		switch {
		case p.Phone == shared:
			p.Phone = all[i-1].Phone
		case isLatin(p.Name):
			p.Phone = fmt.Sprintf("+44 7700 900%03d", british%1000) // kept free for stories
			british++
		default:
			p.Phone = fmt.Sprintf("+7 900 000-%02d-%02d", phones[i]/100, phones[i]%100)
		}
		if p.Email == shared {
			p.Email = all[i-1].Email
		} else {
			p.Email = r.email(*p)
		}
		p.Account = fmt.Sprintf("41%02d%06d", r.IntN(100), 100_000+i*7)
		p.CardLast4 = fmt.Sprintf("%04d", r.IntN(10_000))
		p.PIN = fmt.Sprintf("%06d", 100_000+r.IntN(900_000))
		p.Orders = r.orders(i)
	}
	fix(all)
}

// fix gives the two who are tried PINs that are easy to read out.
func fix(all []Person) {
	for i, pin := range []string{"407182", "935061"} {
		if i < len(all) {
			all[i].PIN = pin
		}
	}
}

func isLatin(name string) bool { return name[0] < 0x80 }

// email is at one of the domains that are reserved for examples.
func (r inventor) email(p Person) string {
	parts := strings.Fields(latin.Replace(strings.ToLower(p.Name)))
	first, family := parts[1], parts[0]
	if isLatin(p.Name) {
		first, family = family, first
	}
	domain := r.pick([]string{"example.org", "example.com", "example.net"})
	switch r.IntN(3) {
	case 0:
		return fmt.Sprintf("%s.%s%d@%s", first, family, p.Number, domain)
	case 1:
		return fmt.Sprintf("%s%d@%s", family, p.Number, domain)
	}
	return fmt.Sprintf("%s.%s.%d@%s", first[:1], family, p.Number, domain)
}

var states = []string{"доставлен", "доставлен", "доставлен", "в пути", "собирается", "отменён", "возврат"}

func (r inventor) orders(i int) []Order {
	orders := make([]Order, 1+r.IntN(4))
	day := time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -r.IntN(20))
	for n := range orders {
		state := "доставлен"
		if n == 0 {
			state = r.pick(states) // the newest is the one people call about
		}
		orders[n] = Order{
			Number: fmt.Sprintf("Л-%d", 20_000+i*5-n), State: state,
			Sum: fmt.Sprintf("%d RUB", 10*(29+r.IntN(900))), Date: day.Format(time.DateOnly),
		}
		day = day.AddDate(0, 0, -10-r.IntN(90))
	}
	return orders
}
