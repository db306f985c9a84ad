package intake

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// samples are files in which every charset must be known.
var samples = map[string]string{
	"a shop's":      "ФИО;Телефон;Адрес\nИванов Пётр Сергеевич;89000001122;Москва, ул. Примерная, 1\nЩукина Юлия;89000001123;Тверь\n",
	"short":         "Имя,Почта\nАнна,anna@example.org\n",
	"capitals":      "ФАМИЛИЯ;ИМЯ;ТЕЛЕФОН\nИВАНОВ;ПЁТР;89000001122\nКУЗНЕЦОВА;ЕЛЕНА;89000001123\n",
	"one name":      "name;phone\nПётр;89000001122\n",
	"with signs":    "Компания;ФИО\nООО «Ромашка» — №1;Сидоров Илья\n",
	"two alphabets": "ID;Имя;E-mail\n1;Анна Smith;anna@example.org\n2;John Петров;john@example.org\n",
}

var writers = []struct {
	name string
	of   encoding.Encoding
}{
	{"windows-1251", charmap.Windows1251},
	{"KOI8-R", charmap.KOI8R},
	{"CP866", charmap.CodePage866},
	{"UTF-8", utf.UTF8},
	{"UTF-8", utf.UTF8BOM},
	{"UTF-16LE", utf.UTF16(utf.LittleEndian, utf.UseBOM)},
	{"UTF-16BE", utf.UTF16(utf.BigEndian, utf.UseBOM)},
	{"UTF-16LE", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)},
	{"UTF-16BE", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)},
	{"UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
}

func TestEveryCharsetIsKnown(t *testing.T) {
	for name, text := range samples {
		for _, w := range writers {
			t.Run(name+" in "+w.name, func(t *testing.T) {
				file, err := encoding.ReplaceUnsupported(w.of.NewEncoder()).String(text)
				if err != nil {
					t.Fatal(err)
				}
				table, err := Open(strings.NewReader(file))
				if err != nil {
					t.Fatal(err)
				}
				if table.Encoding != w.name {
					t.Fatalf("taken for %s", table.Encoding)
				}
				header, _, _ := strings.Cut(text, "\n")
				if got := strings.Join(table.headers, string(table.Separator)); got != header {
					t.Errorf("header %q", got)
				}
			})
		}
	}
}

func TestLatinIsNotTakenForCyrillic(t *testing.T) {
	file, err := charmap.Windows1252.NewEncoder().String("name;city\nJürgen Müller;Köln\nJosé Nuñez;Málaga\nZoë Garçon;Besançon\n")
	if err != nil {
		t.Fatal(err)
	}
	table, err := Open(strings.NewReader(file))
	if err != nil || table.Encoding != "windows-1252" {
		t.Fatalf("%+v, %v", table, err)
	}
}

// The first Russian letter may stand far behind the first 64 KiB.
func TestLettersFarDownAreSeen(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("name;phone\n")
	for range 60_000 {
		b.WriteString("Anna Marlow;+447700900123\n")
	}
	late, err := charmap.KOI8R.NewEncoder().String("Иванов Пётр;+79000001122\n")
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString(late)
	table, err := Open(bytes.NewReader(b.Bytes()))
	if err != nil || table.Encoding != "KOI8-R" {
		t.Fatalf("%+v, %v", table, err)
	}
}

func TestOneBrokenLetterIsStillUTF8(t *testing.T) {
	table, err := Open(strings.NewReader(samples["a shop's"] + "Сидоров \xD0;1\n"))
	if err != nil || table.Encoding != "UTF-8" {
		t.Fatalf("%+v, %v", table, err)
	}
}

func TestSeparators(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       rune
	}{
		{"comma", "a,b,c\n1,2,3\n", ','},
		{"semicolon", "a;b;c\n1;2;3\n", ';'},
		{"tab", "a\tb\tc\n1,1\t2,1\t3,1\n", '\t'},
		{"bar", "a|b|c\n1|2|3\n", '|'},
		{"commas inside", "a;b;c\n1,5;2,5;3\n1;2;\"3,4,5\"\n", ';'},
		{"quoted lists", "ФИО;Заказы\nИванов;\"[{\"\"a\"\":\"\"b\"\",\"\"c\"\":\"\"d\"\"}]\"\n", ';'},
		{"one column", "a\n1\n", ','},
		{"said", "sep=|\na;b|c;d\n1;2|3;4\n", '|'},
		{"said by Excel", "\uFEFF\"sep=;\"\r\na,b;c,d\r\n1,2;3,4\r\n", ';'},
		{"ragged", "a;b;c\n1;2\n3;4;5;6\n7;8;9\n", ';'},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := Open(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if table.Separator != tt.want {
				t.Errorf("separator %q", table.Separator)
			}
			if strings.Contains(table.headers[0], "sep=") {
				t.Error("the line sep= was taken for the header")
			}
		})
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	for name, file := range map[string]string{
		"nothing": "", "blank lines": "\n\n", "zip": "PK\x03\x04xxxx", "old Excel": "\xD0\xCF\x11\xE0xxxx", "HTML": "\n <table><tr>",
		"PDF": "%PDF-1.7", "zeros": "a\x00\x01\x02\x00\x03\x00\x00\x09", "wide": strings.Repeat("a,", 3000) + "\n", "vCard": "BEGIN:VCARD\n",
	} {
		t.Run(name, func(t *testing.T) {
			if table, err := Open(strings.NewReader(file)); err == nil {
				t.Errorf("taken: %+v", table)
			}
		})
	}
}
