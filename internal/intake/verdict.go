package intake

import (
	"maps"
	"slices"
	"strings"

	"slovo"
)

// refused says why columns of a meaning are not stored.
var refused = map[meaning]slovo.Text{
	secret: {
		RU: "код или PIN карты: не хранится никогда, столбец не читался",
		EN: "a card's code or PIN: never stored; the column was not read",
	},
	claim: {
		RU: "чужая отметка о согласии: без доказательства это не согласие",
		EN: "another system's mark of consent: without proof it is none",
	},
	refusal: {
		RU: "отказ от сообщений: не хранится, потому что без согласия и так ничего не отправляется",
		EN: "a refusal of messages: not stored, since nothing is sent without consent",
	},
	staffs: {
		RU: "сведения о сотруднике или организации: в уставе для них нет поля",
		EN: "about a colleague or a company: the charter has no field for it",
	},
	idle: {
		RU: "служебные сведения или заметки: в уставе для них нет поля",
		EN: "another program's own, or notes: the charter has no field for it",
	},
	gone: {
		RU: "не хранится; отмеченные строки в исходной системе удалены и не берутся",
		EN: "not stored; rows marked here are deleted in their source and not taken",
	},
}

var (
	idUsed = slovo.Text{
		RU: "номер записи в исходной системе: по нему повторная загрузка ничего не удвоит",
		EN: "the source's own id of the row: by it a second import doubles nothing",
	}
	idUnused = slovo.Text{
		RU: "не хранится: строки узнаются по другому столбцу или эти номера повторяются",
		EN: "not stored: rows are known by another column, or these ids repeat or hold values",
	}
	noField = slovo.Text{
		RU: "в уставе нет поля для этого столбца",
		EN: "the charter has no field for this column",
	}
	notWhatItSays = slovo.Text{
		RU: "заголовок обещает одно, а значения почти все другие",
		EN: "nearly no value is what the header says",
	}
	countryAlone = slovo.Text{
		RU: "одна страна, область или индекс — ещё не адрес",
		EN: "a country, region or postal code alone is no address",
	}
	noColumn = slovo.Text{RU: "столбец пуст", EN: "the column is empty"}
)

// verdict tells what becomes of the column.
func (p *Plan) verdict(col column) Column {
	out := Column{Header: col.header, Filled: len(col.cells)}
	for _, t := range p.targets {
		for i, part := range t.parts {
			if part.column == col.column {
				out.Field = t.field
				out.Note = p.note(col, t, i)
				return out
			}
		}
	}
	reason := p.reason(col)
	out.Reason = &reason
	return out
}

// reason says why the column is not stored.
func (p *Plan) reason(col column) slovo.Text {
	said, known := refused[col.meaning]
	name, held := p.fieldOf(col)
	switch {
	case col.column == p.id:
		return idUsed
	case col.meaning == rowID:
		return idUnused
	case known:
		return said
	case col.unfit:
		return notWhatItSays
	case held:
		return countryAlone
	case name != "":
		return p.notHeld(name)
	case len(col.cells) == 0:
		return noColumn
	}
	if t, typed := types[col.meaning]; typed {
		for _, name := range slices.Sorted(maps.Keys(p.charter.Fields)) {
			if p.charter.Fields[name].Type == t {
				return p.notHeld(name)
			}
		}
	}
	return noField
}

// notHeld names the field and the purposes that do not hold it.
func (p *Plan) notHeld(name string) slovo.Text {
	label := p.charter.Fields[name].Label
	var ru, en []string
	for _, purpose := range p.Purposes {
		ru = append(ru, "«"+p.charter.Purposes[purpose].Label.RU+"»")
		en = append(en, "“"+p.charter.Purposes[purpose].Label.EN+"”")
	}
	if len(ru) == 0 {
		return noPurpose
	}
	return slovo.Text{
		RU: "поле «" + label.RU + "» не нужно выбранным целям: " + strings.Join(ru, ", "),
		EN: "the field “" + label.EN + "” is in none of the chosen purposes: " + strings.Join(en, ", "),
	}
}

// note tells how the column is stored.
func (p *Plan) note(col column, t target, i int) *slovo.Text {
	whole := wholes[t.of]
	note := slovo.Text{RU: "узнан по заголовку", EN: "known by its header"}
	switch {
	case col.meaning == card:
		note = slovo.Text{RU: "хранятся только последние четыре цифры, и те лишь для сверки", EN: "only the last four digits are kept, to be compared"}
	case col.byLook:
		note = slovo.Text{RU: "узнан по значениям", EN: "known by what its values look like"}
	case col.meaning != whole && whole != direct:
		note = slovo.Text{RU: "соединяется с соседними столбцами", EN: "put together with its neighbors"}
	case i > 0:
		note = slovo.Text{RU: "берётся, где предыдущие столбцы пусты", EN: "taken where the columns before it are empty"}
	}
	return &note
}
