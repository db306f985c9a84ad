package demo

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// Newcomers returns n people who are not among the company's customers:
// those whom a visitor can import from a file.
func Newcomers(n int) []Person { return people(seed, count+n)[count:] }

// WriteFile writes people as a shop's own program would export them: with
// more columns than anybody needs, and one row that a spreadsheet broke.
func WriteFile(to io.Writer, all []Person) error {
	w := csv.NewWriter(to)
	w.Comma = ';'
	rows := [][]string{{
		"Код клиента", "ФИО", "Телефон", "Эл. почта", "Адрес доставки", "Номер счёта", "Карта (последние 4)",
		"Заказы", "Дата рождения", "Ответственный", "Согласие на рассылку", "Комментарий",
	}}
	for i, p := range all {
		phone := p.Phone
		if i == len(all)-2 {
			phone = "7,9E+10"
		}
		rows = append(rows, []string{
			"L-" + strconv.Itoa(p.Number), p.Name, phone, p.Email, p.Address, p.Account, p.CardLast4, p.orders(),
			fmt.Sprintf("%02d.%02d.%d", 1+i%28, 1+i%12, 1960+i*7%45), "Анна Ветрова", []string{"да", "нет"}[i%2], []string{"", "звонить после 18", "домофон не работает"}[i%3],
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("demo: file: %w", err)
	}
	return nil
}
