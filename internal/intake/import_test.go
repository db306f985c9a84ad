package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var owner = gatetest.Actor("owner", "owner")

// taken imports the file and returns the counts and what was rejected.
func taken(t testing.TB, to intake.Doors, k *gatetest.Kit, file string) (intake.Counts, string) {
	t.Helper()
	table, p := planOf(t, file, k.Charter, intake.Options{Now: gatetest.Noon})
	var out bytes.Buffer
	rejections := intake.NewRejections(&out, table, p, slovo.EN)
	counts, err := intake.Import(t.Context(), to, owner, table, p, rejections, nil)
	if err = errors.Join(err, rejections.Flush()); err != nil {
		t.Fatal(err)
	}
	return counts, out.String()
}

// doors are the kit's own.
func doors(k *gatetest.Kit) intake.Doors {
	return intake.Doors{Gate: k.Gate, Wishes: bookOf(k), Merges: k.Gate}
}

func bookOf(k *gatetest.Kit) *consent.Book {
	return consent.New(k.Store.(*store.Store), k.Ledger, func() *charter.Charter { return k.Charter }, k.Clock.Now)
}

const people = "Код клиента;ФИО;Телефон;E-mail;Карта\n" +
	"K-1;Иванов Пётр Сергеевич;8 (900) 000-11-22;petr@example.org;4111 1111 1111 1111\n" +
	"K-2;Петрова Анна;+7 900 000-11-23;anna@example.org;42\n" +
	"\n" +
	"K-3;Сидоров Илья;не знаю;ilya@example.org;\n"

func TestImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		counts, rejected := taken(t, doors(k), k, people)
		if diff := cmp.Diff(intake.Counts{Rows: 3, Stored: 2, Rejected: 1}, counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
		want := "\uFEFFThis file holds customers' data. Mend the rows, import the file again, and delete it.\n" +
			"slovo: row;slovo: line;slovo: column;slovo: why it was not taken;Код клиента;ФИО;Телефон;E-mail;Карта\n" +
			"3;5;Телефон;not a phone number;K-3;Сидоров Илья;не знаю;ilya@example.org;\n"
		if diff := cmp.Diff(want, rejected); diff != "" {
			t.Errorf("rejected rows (-want +got):\n%s", diff)
		}
		agent := gatetest.Agent("agent")
		found, err := k.Gate.Search(t.Context(), agent, "phone", slovo.NewValue("+79000001122"))
		if err != nil || len(found.Hits) != 1 {
			t.Fatalf("Search: %+v, %v", found, err)
		}
		// Of the card nothing but its last four can have been kept.
		for answer, want := range map[string]bool{"1111": true, "4111": false} {
			ok, err := k.Gate.Match(t.Context(), found.Hits[0].ID, "card_last4", slovo.NewValue(answer))
			if err != nil || ok != want {
				t.Errorf("Match(%s) = %v, %v", answer, ok, err)
			}
		}
	})
}

func TestASecondImportDoublesNothing(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	plain := "ФИО;Телефон\nИванов Пётр;89000001122\nИванов Пётр;89000001122\n"
	for _, file := range []string{people, plain} {
		first, _ := taken(t, doors(k), k, file)
		again, _ := taken(t, doors(k), k, file)
		if want := (intake.Counts{Rows: first.Rows, Known: first.Stored, Rejected: first.Rejected}); first.Stored != 2 || again != want {
			t.Errorf("first %+v, again %+v", first, again)
		}
	}
	// The rows' own ids are known in another file of the same source too.
	if more, _ := taken(t, doors(k), k, people+"K-4;Орлов Лев;89000001124;lev@example.org;\n"); more.Stored != 1 || more.Known != 2 {
		t.Errorf("a longer file: %+v", more)
	}
}

// TestAnErasedCustomerIsNotImportedAgain: the report says why, in both
// languages, and the others are known as ever.
func TestAnErasedCustomerIsNotImportedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		taken(t, doors(k), k, people)
		found, err := k.Gate.Search(t.Context(), gatetest.Agent("agent"), "phone", slovo.NewValue("+79000001122"))
		if err != nil || len(found.Hits) != 1 {
			t.Fatalf("Search: %+v, %v", found, err)
		}
		k.Erase(t, found.Hits[0].ID)
		counts, rejected := taken(t, doors(k), k, people)
		if diff := cmp.Diff(intake.Counts{Rows: 3, Known: 1, Rejected: 2}, counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
		if want := "\n1;2;;the customer asked to be erased;K-1;"; !strings.Contains(rejected, want) {
			t.Errorf("rejected rows: %s, want among them %s", rejected, want)
		}
	})
}

func TestASourcesName(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	for name, ok := range map[string]bool{"Salesforce report": true, "shop": true, "Магазин": false, "4111 1111 1111 1111": false} {
		table, err := intake.Open(strings.NewReader(people))
		if err != nil {
			t.Fatal(err)
		}
		_, err = table.Plan(k.Charter, intake.Options{Source: name})
		if refusal := (*intake.Refusal)(nil); errors.As(err, &refusal) == ok || (err == nil) != ok {
			t.Errorf("source %q: %v", name, err)
		}
	}
}

// failing is a gate that dies at its nth call.
type failing struct {
	intake.Gate
	left int
}

var errKilled = errors.New("killed")

func (f *failing) AddMany(ctx context.Context, a slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error) {
	if f.left--; f.left < 0 {
		return nil, errKilled
	}
	return f.Gate.AddMany(ctx, a, records)
}

// inTurn hands one batch at a time, so that failing can count.
type inTurn struct {
	intake.Gate
	turn chan struct{}
}

func (o inTurn) AddMany(ctx context.Context, a slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error) {
	o.turn <- struct{}{}
	defer func() { <-o.turn }()
	return o.Gate.AddMany(ctx, a, records)
}

func TestAnImportGoesOnAfterAKill(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	file := string(manyRows(1200))
	table, p := planOf(t, file, k.Charter, intake.Options{})
	dying := doors(k)
	dying.Gate = inTurn{&failing{k.Gate, 2}, make(chan struct{}, 1)}
	counts, err := intake.Import(t.Context(), dying, owner, table, p, nil, nil)
	if !errors.Is(err, errKilled) {
		t.Fatalf("%+v, %v", counts, err)
	}
	counts, _ = taken(t, doors(k), k, file)
	if counts.Rows != 1200 || counts.Known == 0 || counts.Known+counts.Stored != 1200 {
		t.Errorf("after the kill: %+v", counts)
	}
	ids, err := k.Store.CustomersAfter(t.Context(), "", 2000)
	if err != nil || len(ids) != 1200 {
		t.Errorf("%d customers, %v", len(ids), err)
	}
}

func TestImportIsStoppedByItsContext(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	table, p := planOf(t, string(manyRows(2000)), k.Charter, intake.Options{})
	ctx, stop := context.WithCancel(t.Context())
	_, err := intake.Import(ctx, doors(k), owner, table, p, nil, func(intake.Progress) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestWhoMayNotImport(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	table, p := planOf(t, people, k.Charter, intake.Options{})
	_, err := intake.Import(t.Context(), doors(k), gatetest.Actor("m", "marketer"), table, p, nil, nil)
	var denial *gate.Denial
	if !errors.As(err, &denial) || denial.Entry == "" {
		t.Errorf("%v", err)
	}
	table, p = planOf(t, "Цвет;Размер\nсиний;42\n", k.Charter, intake.Options{})
	if _, err := intake.Import(t.Context(), doors(k), owner, table, p, nil, nil); !errors.Is(err, slovo.ErrInvalid) {
		t.Errorf("a file without a purpose: %v", err)
	}
}

func TestRowsThatAreNotTaken(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	for _, tt := range []struct{ name, file, column, want string }{
		{"rounded phone", "ФИО;Телефон\nИванов Пётр;7,9E+10\n", "Телефон", "a spreadsheet rounded the number"},
		{"not an e-mail", "ФИО;Телефон;Почта\nИванов Пётр;89000001122;petr at example\n", "Почта", "not an e-mail address"},
		{"a card in a name", "ФИО;Телефон\nИванов 4111111111111111;89000001122\n", "ФИО", "payment card"},
		{"a card in an account", "ФИО;Телефон;Номер счёта\nИванов Пётр;89000001122;4111111111111111\n", "Номер счёта", "payment card"},
		{"a card in orders", "ФИО;Телефон;Заказы\nИванов Пётр;89000001122;\"[{\"\"number\"\":\"\"4111111111111111\"\"}]\"\n", "Заказы", "payment card"},
		{"a card and its date in an account", "ФИО;Телефон;Номер счёта\nИванов Пётр;89000001122;42768352028095941227\n", "Номер счёта", "payment card"},
		{"a card, date and code in an account", "ФИО;Телефон;Номер счёта\nИванов Пётр;89000001122;4276835202809594 12/27 123\n", "Номер счёта", "payment card"},
		{"a card in an e-mail", "ФИО;Телефон;Почта\nИванов Пётр;89000001122;427683520280959412/27@x.ru\n", "Почта", "payment card"},
		{"a card in pieces in an e-mail", "ФИО;Телефон;Почта\nИванов Пётр;89000001122;a4b27c6835d2028e0959f4@x.ru\n", "Почта", "payment card"},
		{"a card behind letters in a name", "ФИО;Телефон\n42768352abc02809594;89000001122\n", "ФИО", "payment card"},
		{"more cells", "ФИО;Телефон\nИванов Пётр;89000001122;Москва\n", "", "more cells than columns"},
		{"a lost quote", "ФИО;Телефон\n\"Иванов Пётр;89000001122\n", "", "a quote opens and never closes"},
		{"nothing kept", "Цвет;ФИО;Телефон\nсиний;-;нет\n", "", "nothing in the row is stored"},
		{"broken letters", "ФИО;Телефон\nИванов П\xff\xfeтр Сергеевич;89000001122\n", "ФИО", "broken letters"},
		{"deleted there", "Id,IsDeleted,LastName,Phone,HasOptedOutOfEmail\n1,true,Marlow,+447700900123,false\n", "IsDeleted", "deleted in its source"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			counts, rejected := taken(t, doors(k), k, tt.file)
			line := strings.SplitN(rejected, "\n", 3)[2]
			separator := ";"
			if strings.Contains(tt.file, "Id,") {
				separator = ","
			}
			if counts.Rejected != 1 || !strings.HasPrefix(line, "1"+separator+"2"+separator+tt.column+separator) || !strings.Contains(line, tt.want) {
				t.Errorf("%+v, %s", counts, line)
			}
			if field.HasCard(rejected) || strings.Contains(rejected, "835202") || strings.Contains(rejected, "6835d2028") {
				t.Errorf("the rejected row holds a card: %s", rejected)
			}
			table, p := planOf(t, tt.file, k.Charter, intake.Options{})
			if dry, err := intake.Check(t.Context(), table, p, nil, nil); err != nil || dry != counts || p.Rejected != 1 {
				t.Errorf("a dry run says %+v, %v", dry, err)
			}
		})
	}
}

func TestValuesAreReadAsTheyWereMeant(t *testing.T) {
	for _, tt := range []struct{ header, cell, field, want string }{
		{"Телефон", "7.90000011E+10", "phone", ""},
		{"Телефон", "7.9000001122E+10", "phone", "79000001122"},
		{"Телефон", "'+7 900 000-11-22", "phone", "+7 900 000-11-22"},
		{"Телефон", `"=""89000001122"""`, "phone", "89000001122"},
		{"Телефон", "89000001122.0", "phone", "89000001122"},
		{"Телефон", "8 900 000-11-22 доб. 12", "phone", "8 900 000-11-22"},
		{"Телефон", "8 900 000-11-22, 8 900 000-11-23", "phone", "8 900 000-11-22"},
		{"Phone 1 - Value", "+44 7700 900123 ::: +44 7700 900124", "phone", "+44 7700 900123"},
		{"E-mail", "Анна <anna@example.org>", "email", "anna@example.org"},
		{"E-mail", "anna@example.org, anna2@example.org", "email", "anna@example.org"},
		{"Карта", "4111111111111111", "card_last4", "1111"},
		{"Карта", "7", "card_last4", "0007"},
		{"Карта", "•••• 4242", "card_last4", "4242"},
		{"Номер счёта", "1.2345E+4", "account", "12345"},
		{"Фамилия;Имя;Отчество", "Иванов;Пётр;Сергеевич", "name", "Иванов Пётр Сергеевич"},
		{"Last Name;First Name", "Marlow;Anna", "name", "Anna Marlow"},
		{"Имя", "Анна Петрова", "name", "Анна Петрова"},
		{"Индекс;Страна;Город;Улица;Квартира", "101000;Россия;Москва;ул. Примерная, 1;5", "address", "101000, Россия, Москва, ул. Примерная, 1, 5"},
		{"Страна;Город", "Россия;", "address", ""},
		{"Рабочий телефон;Мобильный телефон", "84950000000;89000001122", "phone", "89000001122"},
		{"Рабочий телефон;Мобильный телефон", "84950000000;-", "phone", "84950000000"},
	} {
		t.Run(tt.header+" "+tt.cell, func(t *testing.T) {
			spy := &keeping{}
			k := spy.kit(t)
			taken(t, intake.Doors{Gate: spy}, k, "ID;"+tt.header+"\n17;"+tt.cell+"\n")
			if got := spy.values[tt.field]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// keeping is a gate that keeps the last record's values.
type keeping struct{ values map[string]string }

func (s *keeping) AddMany(_ context.Context, _ slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error) {
	s.values = map[string]string{}
	for name, value := range records[len(records)-1].Fields {
		s.values[name] = value.Show()
	}
	return make([]gate.Added, len(records)), nil
}

func (s *keeping) kit(t testing.TB) *gatetest.Kit {
	return &gatetest.Kit{Charter: gatetest.Shop(t)}
}

// A card's code is not read, so it can reach nobody; nor can a card's whole
// number, or what no purpose holds.
func TestWhatMayNotBeKeptReachesNobody(t *testing.T) {
	spy := &keeping{}
	taken(t, intake.Doors{Gate: spy}, spy.kit(t), "ФИО;Телефон;Карта;CVV;PIN;Комментарий\nИванов Пётр;89000001122;4111111111111111;987;6543;любит чай\n")
	for name, value := range spy.values {
		for _, never := range []string{"411111111111", "987", "6543", "чай"} {
			if strings.Contains(value, never) {
				t.Errorf("%s holds what may not be kept", name)
			}
		}
	}
}

// No report and no error holds a value, whatever is wrong with the rows.
func TestReportsHoldNoValue(t *testing.T) {
	spy := &keeping{}
	k := spy.kit(t)
	rapid.Check(t, func(t *rapid.T) {
		marked := rapid.StringMatching(`[a-zа-я "';,]{0,8}`)
		var b strings.Builder
		b.WriteString("ФИО;Телефон;E-mail;Карта;CVV;Заказы;Паспорт;Прочее\n")
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			for i := range rapid.IntRange(1, 10).Draw(t, "cells") {
				if i > 0 {
					b.WriteByte(';')
				}
				fmt.Fprintf(&b, "%szqx%s", marked.Draw(t, "before"), marked.Draw(t, "after"))
			}
			b.WriteByte('\n')
		}
		table, err := intake.Open(strings.NewReader(b.String()))
		if err != nil {
			noValue(t, err.Error())
			return
		}
		p, err := table.Plan(k.Charter, intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		rejections := intake.NewRejections(&out, table, p, slovo.RU)
		_, err = intake.Check(context.Background(), table, p, rejections, nil)
		noValue(t, fmt.Sprintf("%v %+v", errors.Join(err, rejections.Flush()), *p))
	})
}

func noValue(t *rapid.T, reports ...string) {
	if slices.ContainsFunc(reports, func(r string) bool { return strings.Contains(r, "zqx") }) {
		t.Fatalf("a report holds a value: %q", reports)
	}
}

// Whatever the bytes are, a file is refused or read to its end, and every
// row is counted once.
func FuzzTable(f *testing.F) {
	for _, tt := range layouts {
		f.Add([]byte(tt.file))
	}
	f.Add([]byte("\xFF\xFEa\x00,\x00\n\x00"))
	f.Add([]byte("sep=;\n\"a;b\n"))
	k := (&keeping{}).kit(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := intake.Open(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, slovo.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		p, err := table.Plan(k.Charter, intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		counts, err := intake.Check(t.Context(), table, p, nil, nil)
		if err != nil || counts.Rows != counts.Stored+counts.Rejected {
			t.Fatalf("%+v, %v", counts, err)
		}
	})
}

// A source's ids are its own: under the same name another program's rows
// are told, and given back, rather than taken for known ones.
func TestAnotherProgramsRowsAreNotTakenForKnown(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	head := "ID;Имя;Фамилия;Телефон\n"
	if counts, _ := taken(t, doors(k), k, head+"1;Иван;Котов;+79001110001\n"); counts.Stored != 1 {
		t.Fatalf("the first: %+v", counts)
	}
	counts, rejected := taken(t, doors(k), k, head+"1;Пётр;Совин;+79001110002\n")
	if counts.Stored+counts.Known != 0 || counts.Rejected != 1 || !strings.Contains(rejected, "record with this id") {
		t.Errorf("the second: %+v\n%s", counts, rejected)
	}
	if counts, _ := taken(t, doors(k), k, head+"1;Иван;Котов;+79001110001\n"); counts.Known != 1 || counts.Rejected != 0 {
		t.Errorf("the first again: %+v", counts)
	}
}
