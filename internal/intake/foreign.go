package intake

import (
	"bytes"
	"strings"
)

// A foreign file is one that is often taken for a table and is something
// else. Each is known by its first bytes and told what to do about it.
type foreign struct {
	begin, holds string // holds, if not empty, stands somewhere in the head
	id           string // of the text
}

// binaries are known by bytes that no text begins with.
var binaries = []foreign{
	{"PK\x03\x04", "mimetypeapplication/vnd.oasis.opendocument", "ods"},
	{"PK\x03\x04", "xl/", "xlsx"},
	{"PK\x03\x04", "[Content_Types].xml", "xlsx"},
	{"PK\x03\x04", "", "archive"},
	{"PK\x05\x06", "", "archive"},
	{"\xD0\xCF\x11\xE0", "", "xls"},
	{"%PDF", "", "pdf"},
	{"\x1F\x8B", "", "archive"},
	{"7z\xBC\xAF\x27\x1C", "", "archive"},
	{"Rar!\x1A\x07", "", "archive"},
	{"\xFD7zXZ\x00", "", "archive"},
	{"BZh", "1AY&SY", "archive"},
	{"\x28\xB5\x2F\xFD", "", "archive"},
	{"SQLite format 3\x00", "", "database"},
}

// texts are known by how their letters begin, in whatever charset and with
// whatever spaces between them.
var texts = []foreign{
	{"begin:vcard", "", "vcard"},
	{"<?xml", "<html", "html"},
	{"<?xml", "", "xml"},
	{"<!doctypehtml", "", "html"},
	{"<html", "", "html"},
	{"<table", "", "html"},
	{"<meta", "", "html"},
	{"<", "", "xml"},
	{`{"`, `":`, "json"},
	{"[{", "", "json"},
	{"[[", "", "json"},
}

// foreignBytes refuses a file whose first bytes are another kind's.
func foreignBytes(head []byte) error {
	head = head[:min(len(head), 4096)]
	for _, f := range binaries {
		if bytes.HasPrefix(head, []byte(f.begin)) && bytes.Contains(head, []byte(f.holds)) {
			return refuse("file." + f.id)
		}
	}
	return nil
}

// foreignText refuses a file whose first letters are another kind's.
func foreignText(head []byte) error {
	text := strings.ToLower(strings.Join(strings.Fields(string(head[:min(len(head), 4096)])), ""))
	for _, f := range texts {
		if strings.HasPrefix(text, f.begin) && strings.Contains(text, f.holds) {
			return refuse("file." + f.id)
		}
	}
	return nil
}
