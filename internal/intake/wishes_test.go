package intake_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

const wishing = "Record ID,Full Name,Phone,Email,Accepts Email Marketing,Accepts SMS Marketing,Unsubscribed from all email,doNotCall,Create Date\n" +
	"1,Anna Marlow,+44 7700 900123,anna@example.com,yes,no,false,0,2024-03-01 10:00\n" +
	"2,Peter Wilson,+44 7700 900124,peter@example.com,yes,yes,true,1,not a date\n" +
	"3,Marlow Anna,+44 7700 900125,anna@example.com,,,,,\n"

// TestWishesAndProposals: an opt-in is a claim, an opt-out holds, twice the
// same e-mail address and name is proposed for merging, and a second import
// adds nothing to it.
func TestWishesAndProposals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		counts, _ := taken(t, doors(k), k, wishing)
		want := intake.Counts{Rows: 3, Stored: 3, Same: 1, Claimed: 2, Suppressed: 1, Events: 1}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
		if again, _ := taken(t, doors(k), k, wishing); again.Known != 3 || again.Stored+again.Claimed+again.Same != 0 {
			t.Errorf("again: %+v", again)
		}
		proposals, err := k.Gate.Proposals(t.Context(), gatetest.Agent("agent"), 10)
		if err != nil || len(proposals) != 1 {
			t.Errorf("%d proposals, %v", len(proposals), err)
		}
		found, err := k.Gate.Search(t.Context(), gatetest.Agent("agent"), "phone", slovo.NewValue("+447700900124"))
		if err != nil || len(found.Hits) != 1 {
			t.Fatalf("%+v, %v", found, err)
		}
		wishes, err := s.WishesOf(t.Context(), found.Hits[0].ID)
		got := map[consent.Channel]consent.Kind{}
		for _, w := range consent.Strictest(wishes) {
			got[w.Channel] = w.Kind
		}
		hold := map[consent.Channel]consent.Kind{consent.Email: consent.Suppressed, consent.SMS: consent.Claimed, consent.Phone: consent.Suppressed}
		if diff := cmp.Diff(hold, got); err != nil || diff != "" {
			t.Errorf("wishes (-want +got):\n%s%v", diff, err)
		}
	})
}

// TestAnOptOutReachesWhoIsThere: a file of today takes a permission away
// from a record of yesterday, and gives none.
func TestAnOptOutReachesWhoIsThere(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	header := "Record ID,Full Name,Phone,Accepts SMS Marketing,doNotCall\n"
	taken(t, doors(k), k, header+"1,Anna Marlow,+44 7700 900123,no,0\n")
	taken(t, doors(k), k, header+"1,Anna Marlow,+44 7700 900123,yes,1\n")
	ids, err := k.Store.CustomersAfter(t.Context(), "", 10)
	if err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	wishes, err := k.Store.(*store.Store).WishesOf(t.Context(), ids[0])
	if err != nil || len(wishes) != 1 || wishes[0].Kind != consent.Suppressed || wishes[0].Channel != consent.Phone {
		t.Errorf("%+v, %v", wishes, err)
	}
}

// TestWhatColumnsBecome tells wishes and events apart from fields.
func TestWhatColumnsBecome(t *testing.T) {
	_, p := planOf(t, wishing, gatetest.Shop(t), intake.Options{Now: gatetest.Noon})
	got := map[string]string{}
	for _, col := range p.Columns {
		got[col.Header] = col.Field + "/" + col.Event + "/" + string(col.Wish)
	}
	want := map[string]string{
		"Record ID": "//", "Full Name": "name//", "Phone": "phone//", "Email": "email//", "Accepts Email Marketing": "//claimed",
		"Accepts SMS Marketing": "//claimed", "Unsubscribed from all email": "//suppressed", "doNotCall": "//suppressed", "Create Date": "/created/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}

// TestRejectedRowsComeInWhenMended: the file of rejected rows is read like
// any other, in both languages.
func TestRejectedRowsComeInWhenMended(t *testing.T) {
	for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
		k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
		table, p := planOf(t, "ФИО;Телефон;Карта;CVV\nИванов Пётр;не знаю;4111111111111111;987\n=Петров;-;;\n", k.Charter, intake.Options{})
		var out bytes.Buffer
		rejections := intake.NewRejections(&out, table, p, lang)
		counts, err := intake.Import(t.Context(), doors(k), owner, table, p, rejections, nil)
		if err = errors.Join(err, rejections.Flush()); err != nil || counts.Rejected != 1 {
			t.Fatal(counts, err)
		}
		if strings.Contains(out.String(), "411111") || strings.Contains(out.String(), "987") {
			t.Errorf("the file holds a card or its code: %s", out.String())
		}
		mended := strings.Replace(out.String(), "не знаю", "8 900 000-11-22", 1)
		if counts, left := taken(t, doors(k), k, mended); counts.Stored != 1 || counts.Rows != 1 {
			t.Errorf("%s: %+v\n%s", lang, counts, left)
		}
		comma := csv.NewReader(strings.NewReader(mended))
		comma.Comma, comma.FieldsPerRecord = ';', -1
		if rows, err := comma.ReadAll(); err != nil || len(rows) != 3 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	}
}

// TestARepeatedIDIsTold: a second row under the same id is not lost in silence.
func TestARepeatedIDIsTold(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	var b strings.Builder
	b.WriteString("ID;ФИО;Телефон\n")
	for i := range 400 {
		b.WriteString(strings.Repeat("a", i/26+1) + string(rune('a'+i%26)) + ";Иванов Пётр;89000001122\n")
	}
	b.WriteString("aa;Петров Илья;89000001123\n")
	for range 2 {
		if counts, left := taken(t, doors(k), k, b.String()); counts.Rejected != 1 || !strings.Contains(left, "401;402;ID;a row above has the same id") {
			t.Errorf("%+v\n%s", counts, left)
		}
	}
}

// TestAnImportSurvivesSIGKILL: a process that imports is killed midway; the
// next one goes on, and every row is there once, on both engines.
func TestAnImportSurvivesSIGKILL(t *testing.T) {
	if address := os.Getenv("INTAKE_KILLED"); address != "" {
		importForever(t, address, os.Getenv("INTAKE_KEY"))
		return
	}
	t.Run("sqlite", func(t *testing.T) { killMidway(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { killMidway(t, storetest.Postgres(t)) })
}

const killedRows = 4000

// importForever imports, tells of every batch, and stays in the middle to be
// killed, if it was not before.
func importForever(t *testing.T, address, key string) {
	k := gatetest.New(t, storetest.Open(t, address))
	if err := os.WriteFile(key, read(t, k.KeyFile), 0o600); err != nil {
		t.Fatal(err)
	}
	table, p := planOf(t, string(manyRows(killedRows)), k.Charter, intake.Options{})
	_, err := intake.Import(t.Context(), doors(k), owner, table, p, nil, func(at intake.Progress) {
		if _, err := os.Stdout.WriteString("batch\n"); err != nil {
			t.Fatal(err)
		}
		if at.Rows >= killedRows/2 {
			select {}
		}
	})
	t.Fatal("the import came to its end", err)
}

func killMidway(t *testing.T, address string) {
	key := t.TempDir() + "/key"
	child := exec.Command(os.Args[0], "-test.run=^TestAnImportSurvivesSIGKILL$")
	child.Env = append(os.Environ(), "INTAKE_KILLED="+address, "INTAKE_KEY="+key)
	told, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(told, make([]byte, len("batch\n"))); err != nil {
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	if err := os.WriteFile(k.KeyFile, read(t, key), 0o600); err != nil {
		t.Fatal(err)
	}
	k = k.Over(t, storetest.Open(t, address))
	counts, _ := taken(t, doors(k), k, string(manyRows(killedRows)))
	if counts.Known == 0 || counts.Known == killedRows || counts.Known+counts.Stored != killedRows {
		t.Errorf("after the kill: %+v", counts)
	}
	if ids, err := k.Store.CustomersAfter(t.Context(), "", killedRows+1); err != nil || len(ids) != killedRows {
		t.Errorf("%d customers, %v", len(ids), err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
