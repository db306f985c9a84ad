package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	utf "golang.org/x/text/encoding/unicode"

	"slovo"
	"slovo/internal/intake"
)

// zipped is an archive with files of these names in it.
func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, name := range names {
		how := zip.Deflate
		if name == "mimetype" {
			how = zip.Store
		}
		f, err := to.CreateHeader(&zip.FileHeader{Name: name, Method: how})
		if err == nil {
			_, err = io.WriteString(f, "application/vnd.oasis.opendocument.spreadsheet")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	to := gzip.NewWriter(&b)
	_, err := io.WriteString(to, text)
	if err = errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestForeignFilesAreNamed: whatever a file is called, what it is, is seen
// from its bytes, and the refusal tells what to do about it.
func TestForeignFilesAreNamed(t *testing.T) {
	wide := func(text string) string {
		out, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, tt := range []struct{ name, file, want string }{
		{"XLSX", zipped(t, "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), "Excel workbook"},
		{"XLSX, another order", zipped(t, "xl/workbook.xml", "[Content_Types].xml"), "Excel workbook"},
		{"ODS", zipped(t, "mimetype", "content.xml"), "LibreOffice spreadsheet"},
		{"zip with a table", zipped(t, "clients.csv"), "archive"},
		{"empty zip", zipped(t), "archive"},
		{"gzip", gzipped(t, "ФИО;Телефон\n"), "archive"},
		{"7-Zip", "7z\xBC\xAF\x27\x1C\x00\x04", "archive"},
		{"RAR", "Rar!\x1A\x07\x01\x00", "archive"},
		{"XZ", "\xFD7zXZ\x00\x00\x04", "archive"},
		{"bzip2", "BZh91AY&SY\x00", "archive"},
		{"Zstandard", "\x28\xB5\x2F\xFD\x04", "archive"},
		{"XLS", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512), "Excel workbook of the old kind"},
		{"PDF", "%PDF-1.7\n%\xE2\xE3", "PDF"},
		{"SQLite", "SQLite format 3\x00\x10\x00", "database"},
		{"vCard", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Анна Петрова\r\nEND:VCARD\r\n", "vCards"},
		{"vCard in UTF-16", wide("BEGIN:VCARD\r\nFN:Анна Петрова\r\n"), "vCards"},
		{"Bitrix24's .xls", "<meta http-equiv=\"Content-type\" content=\"text/html;charset=UTF-8\" />\n<table border=\"1\"><tr><td>ID</td>", "web page"},
		{"HTML with a mark", "\uFEFF\n<!DOCTYPE html><html>", "web page"},
		{"XHTML", "<?xml version=\"1.0\"?>\n<html>", "web page"},
		{"CommerceML", "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\r\n<\xCA\xEE\xEC\xEC\xE5\xF0\xF7\xE5\xF1\xEA\xE0\xFF>", "XML"},
		{"JSON", "[\n  {\"name\": \"Анна\"}\n]", "JSON"},
		{"JSON, close", "[{\"name\":\"Анна\"}]", "JSON"},
		{"JSON Lines", "{\"name\":\"Анна\",\"phone\":\"89000001122\"}\n{\"name\":\"Пётр\"}\n", "JSON"},
		{"JSON, spaced", "{ \"name\" : \"Анна\" }\n", "JSON"},
		{"JSON in UTF-16", wide("[{\"name\":\"Анна\"}]"), "JSON"},
		{"picture", "\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", "no table of text"},
		{"JPEG", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\xC3\x91", "no table of text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := intake.Open(strings.NewReader(tt.file))
			var refusal *intake.Refusal
			if !errors.As(err, &refusal) || !errors.Is(err, slovo.ErrInvalid) || !strings.Contains(refusal.Why.EN, tt.want) || refusal.Why.RU == "" {
				t.Errorf("%v, want %q in it", err, tt.want)
			}
		})
	}
}

// TestTablesThatBeginOddly are no foreign files.
func TestTablesThatBeginOddly(t *testing.T) {
	for name, file := range map[string]string{
		"a bracket":      "[ФИО];[Телефон]\nИванов Пётр;89000001122\n",
		"a brace":        "{ФИО};{Телефон}\nИванов Пётр;89000001122\n",
		"letters of zip": "PK;ФИО;Телефон\n1;Иванов Пётр;89000001122\n",
	} {
		if _, err := intake.Open(strings.NewReader(file)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
