package intake

import (
	"fmt"

	"slovo"
	"slovo/internal/field"
)

// Refusal is a file that cannot be taken at all. It never quotes the file.
type Refusal struct{ Why slovo.Text }

// Error is the reason in English.
func (r *Refusal) Error() string { return r.Why.EN }

// Unwrap makes a Refusal a slovo.ErrInvalid.
func (r *Refusal) Unwrap() error { return slovo.ErrInvalid }

var (
	notText = slovo.Text{
		RU: "это не текстовая таблица: сохраните её как CSV в кодировке UTF-8",
		EN: "not a table of text: save it as CSV in UTF-8",
	}
	noRows       = slovo.Text{RU: "в файле нет ни одной строки", EN: "the file has no rows"}
	badHeader    = slovo.Text{RU: "первая строка не похожа на заголовки столбцов", EN: "the first row is no header: too long, or too many columns"}
	badSeparator = slovo.Text{RU: "строка sep= называет негодный разделитель", EN: "the line sep= names a separator that cannot be one"}
	badSource    = slovo.Text{
		RU: "название источника должно быть коротким: до 64 латинских букв, цифр и знаков _ . : -, без номера карты",
		EN: "the source's name must be short: up to 64 of the letters a-z, digits and _ . : -, and no card number",
	}
	noPurpose = slovo.Text{
		RU: "ни одна цель устава не держит того, что есть в файле: назовите цель сами или дополните устав",
		EN: "no purpose of the charter holds what the file has: name a purpose, or change the charter",
	}
)

// foreign tells files that are often called tables and are something else.
func foreign(head []byte) (slovo.Text, bool) {
	for begin, what := range map[string]slovo.Text{
		"PK\x03\x04":       {RU: "это книга Excel или архив", EN: "this is an Excel workbook or an archive"},
		"\xD0\xCF\x11\xE0": {RU: "это книга Excel прежнего вида", EN: "this is an Excel workbook of the old kind"},
		"%PDF":             {RU: "это PDF", EN: "this is a PDF"},
		"\x1F\x8B":         {RU: "это сжатый файл", EN: "this is a compressed file"},
		"<":                {RU: "это HTML или XML (так выгружает, например, Битрикс24 под именем .xls)", EN: "this is HTML or XML (some CRMs export it under the name .xls)"},
		"BEGIN:VCARD":      {RU: "это визитки vCard", EN: "these are vCards"},
	} {
		if text := trimHead(head); len(text) >= len(begin) && text[:len(begin)] == begin {
			return slovo.Text{RU: what.RU + ": сохраните таблицу как CSV", EN: what.EN + ": save the table as CSV"}, true
		}
	}
	return slovo.Text{}, false
}

// trimHead is the beginning of a file without a mark and spaces.
func trimHead(head []byte) string {
	text := string(head[:min(len(head), 64)])
	if len(text) > 3 && text[:3] == "\uFEFF" {
		text = text[3:]
	}
	return trimmed(text)
}

// wrong says why a row, or one of its cells, cannot be taken.
type wrong string

// What can be wrong with a row beside a value that is not of its type.
const (
	unclosedQuote wrong = "unclosed quote"
	rowTooLong    wrong = "row too long"
	moreCells     wrong = "more cells than headers"
	nothingKept   wrong = "nothing to store"
	brokenLetters wrong = "broken letters"
	holdsCard     wrong = "holds a card"
	roundedNumber wrong = "rounded number"
	deletedThere  wrong = "deleted in the source"
	erasedBefore  wrong = "erased before"
	notOfType     wrong = "not " // before the type's name
)

var sayings = map[wrong]slovo.Text{
	unclosedQuote: {RU: "открытая кавычка нигде не закрывается", EN: "a quote opens and never closes"},
	rowTooLong:    {RU: "строка длиннее 1 МиБ", EN: "the row is longer than 1 MiB"},
	moreCells:     {RU: "значений больше, чем столбцов: вероятно, разделитель внутри значения без кавычек", EN: "more cells than columns: perhaps a separator inside an unquoted value"},
	nothingKept:   {RU: "в строке нет ничего, что хранится", EN: "nothing in the row is stored"},
	brokenLetters: {RU: "буквы повреждены: файл сохранён с ошибкой кодировки", EN: "broken letters: the file was saved in a wrong encoding"},
	holdsCard:     {RU: "внутри номер банковской карты или её код: такое не хранится", EN: "holds a payment card's number or code, which is never stored"},
	roundedNumber: {RU: "табличная программа округлила номер, цифры потеряны: выгрузите столбец как текст", EN: "a spreadsheet rounded the number and its digits are lost: export the column as text"},
	deletedThere:  {RU: "в исходной системе запись удалена", EN: "the record is deleted in its source"},

	erasedBefore: {RU: "клиент попросил удалить свои данные", EN: "the customer asked to be erased"},

	notOfType + wrong(field.Name):          {RU: "не похоже на имя", EN: "not a name"},
	notOfType + wrong(field.Phone):         {RU: "не телефонный номер", EN: "not a phone number"},
	notOfType + wrong(field.Email):         {RU: "не адрес электронной почты", EN: "not an e-mail address"},
	notOfType + wrong(field.Address):       {RU: "не похоже на адрес", EN: "not an address"},
	notOfType + wrong(field.List):          {RU: "не список: нужен JSON вида [{\"number\":\"…\"}]", EN: "not a list: JSON like [{\"number\":\"…\"}] is wanted"},
	notOfType + wrong(field.CardLast4):     {RU: "не последние четыре цифры карты", EN: "not a card's last four digits"},
	notOfType + wrong(field.AccountNumber): {RU: "не номер счёта или договора", EN: "not an account's or contract's number"},
	notOfType + wrong(field.Passport):      {RU: "не серия и номер документа", EN: "not a document's series and number"},
	notOfType + wrong(field.Date):          {RU: "не дата", EN: "not a date"},
	notOfType + wrong(field.Money):         {RU: "не сумма", EN: "not an amount"},
	notOfType + wrong(field.Number):        {RU: "не число", EN: "not a number"},
}

// text says the wrong in both languages.
func (w wrong) text() slovo.Text {
	if said, ok := sayings[w]; ok {
		return said
	}
	return slovo.Text{RU: "значение не подходит полю", EN: "the value does not fit the field"}
}

// Rejected is a row that was not taken: where it stands and why, and never
// what it holds.
type Rejected struct {
	Row    int    // of data, from 1
	Line   int    // of the file
	Column string // its header; "" where the whole row is meant
	Why    slovo.Text
}

// String tells where and why, in English.
func (r Rejected) String() string {
	return fmt.Sprintf("row %d, line %d, column %q: %s", r.Row, r.Line, r.Column, r.Why.EN)
}
