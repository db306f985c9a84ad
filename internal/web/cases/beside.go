package cases

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// beside puts beside the record what the desk knows without opening it:
// wishes, moments, and what is still to be done.
func (c *Pages) beside(r *http.Request, v visit.Visit, m gate.Masked, d *ui.Desk) error {
	wishes, err := c.Wishes.Of(r.Context(), v.Actor, m.ID)
	if err != nil {
		return err
	}
	d.Customer.Wants = wants(v.Lang, wishes)
	if err := c.moments(r, v, m, d); err != nil {
		return err
	}
	return c.putTasks(r, v, m.ID, d)
}

// wants are the wishes in words. A claim is no consent, and is never drawn
// as if it were one.
func wants(l slovo.Lang, wishes []consent.Wish) []ui.Mark {
	var marks []ui.Mark
	for _, w := range wishes {
		kind := ui.Unknown
		if w.Kind == consent.Suppressed {
			kind = ui.Stop
		}
		marks = append(marks, ui.Mark{Kind: kind, Word: text.T(l, "wish."+string(w.Kind)+"_"+string(w.Channel))})
	}
	return marks
}

// moments are the customer's events, and those that can be written down.
func (c *Pages) moments(r *http.Request, v visit.Visit, m gate.Masked, d *ui.Desk) error {
	if !c.serves(v, m.Purposes) {
		return nil // a look by another duty shows the record alone
	}
	events, err := c.Reader.Events(r.Context(), v.Actor, m.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		d.Events = append(d.Events, ui.Fact{What: c.eventName(v.Lang, e.Name), At: text.Date(v.Lang, e.At, c.Local(c.Now()))})
	}
	add := &ui.AddEvent{Today: day(c.Local(c.Now())), Once: slovo.RandomText(32)}
	for _, name := range slices.Sorted(maps.Keys(c.Charter().Events)) {
		if !c.Charter().Events[name].Automatic {
			add.Kinds = append(add.Kinds, ui.Option{Value: name, Label: c.eventName(v.Lang, name)})
		}
	}
	if closed := d.Case != nil && d.Case.Closed != ""; !closed && len(add.Kinds) > 0 {
		d.AddEvent = add
	}
	return nil
}

func (c *Pages) serves(v visit.Visit, purposes []string) bool {
	return slices.ContainsFunc(purposes, func(p string) bool {
		return c.Charter().Serves(v.Actor, p)
	})
}

func (c *Pages) eventName(l slovo.Lang, name string) string {
	return cmp.Or(c.Charter().Events[name].Name.In(l), name)
}

// day is the date as forms read and write it.
func day(t time.Time) string { return t.Format(time.DateOnly) }

// AddEvent writes down a moment that starts a clock: the day's beginning. A
// form sent twice, or a day that stands there already, is written once.
func (c *Pages) AddEvent(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CustomerID(r.PathValue("customer"))
	at, err := time.ParseInLocation(time.DateOnly, r.PostFormValue("at"), c.Local(c.Now()).Location())
	if err != nil {
		return slovo.ErrInvalid
	}
	event := gate.Event{Name: r.PostFormValue("event"), At: at}
	had, err := c.Reader.Events(r.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	stands := slices.ContainsFunc(had, func(e gate.Event) bool { return e.Name == event.Name && e.At.Equal(event.At) })
	if !stands {
		if _, err := c.Writer.Event(r.Context(), v.Actor, id, event, once(r, v)); err != nil {
			return err
		}
	}
	return back(w, r, "event")
}
