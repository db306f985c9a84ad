package bench

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Person is one of many invented customers, of whom no two are the same.
// Nothing is ever sent to any.
type Person struct{ Number int }

// Some Russian names, in the order in which they are combined.
var (
	families = []string{
		"Абрамов", "Белов", "Виноградов", "Громов", "Демидов", "Ершов", "Жданов", "Зимин", "Исаев", "Карпов", "Ларин", "Мельников",
		"Носов", "Орлов", "Панов", "Рябов", "Савин", "Титов", "Уваров", "Фомин", "Харитонов", "Цветков", "Чернов", "Шубин", "Щукин", "Юдин", "Яшин",
	}
	firsts  = []string{"Антон", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Игорь", "Кирилл", "Лев", "Максим", "Никита", "Олег", "Павел", "Роман", "Сергей", "Тимур"}
	fathers = []string{"Андреевич", "Борисович", "Викторович", "Глебович", "Денисович", "Егорович", "Игоревич", "Львович", "Максимович", "Олегович", "Павлович"}
)

// Name is the person's whole name; some thousands have the same.
func (p Person) Name() string {
	n := p.Number
	return families[n%len(families)] + " " + firsts[n/27%len(firsts)] + " " + fathers[n/459%len(fathers)]
}

// Phone is nobody else's.
func (p Person) Phone() string { return fmt.Sprintf("+7900%07d", p.Number) }

// Email is nobody else's.
func (p Person) Email() string { return fmt.Sprintf("n%d@example.org", p.Number) }

// Account is nobody else's.
func (p Person) Account() string { return fmt.Sprintf("41%08d", p.Number) }

// CardLast4 is a part of some card's number.
func (p Person) CardLast4() string { return fmt.Sprintf("%04d", p.Number*7919%10_000) }

// Begun is how a search by name begins: the family name, and the first
// letters of the first.
func (p Person) Begun() string {
	words := strings.Fields(p.Name())
	return words[0] + " " + string([]rune(words[1])[:3])
}

// WriteFile writes the people with the numbers from, inclusive, to another
// as a shop's program would.
func WriteFile(to io.Writer, from, until int) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, "Код клиента;ФИО;Телефон;Эл. почта;Номер счёта;Карта (последние 4)") //nolint:errcheck // Flush tells
	for i := from; i < until; i++ {
		p := Person{i}
		fmt.Fprintf(w, "B-%d;%s;%s;%s;%s;%s\n", i, p.Name(), p.Phone(), p.Email(), p.Account(), p.CardLast4()) //nolint:errcheck // Flush tells
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("bench: file: %w", err)
	}
	return nil
}
