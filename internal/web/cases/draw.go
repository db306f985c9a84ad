package cases

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/text"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// matter is the case in words.
func (c *Pages) matter(v visit.Visit, one gate.Case) *ui.Case {
	m := &ui.Case{
		ID: string(one.ID), Number: ui.Short(one.ID), Channel: one.Channel,
		Purpose: c.Charter().Purposes[one.Purpose].Label.In(v.Lang), Since: text.Hour(c.Local(one.Opened)),
	}
	if !one.Closed.IsZero() {
		m.Closed = text.When(v.Lang, one.Closed, c.Local(c.Now()))
	}
	return m
}

// state draws the panel of verification, and returns what it was drawn from.
func (c *Pages) state(r *http.Request, v visit.Visit, one gate.Case, d *ui.Desk, outcome string) (verify.State, error) {
	if one.Channel == slovo.ChannelTask || !one.Closed.IsZero() {
		return verify.State{}, nil
	}
	state, err := c.Verifier.State(r.Context(), v.Actor, one.ID)
	if err != nil {
		return state, err
	}
	rules := c.Charter().Verification
	d.Verify = &ui.Verify{
		Points: state.Points, Passed: state.Points >= rules.Points[charter.Low], Outcome: outcome,
		Failures: state.FailuresLeft, Goals: c.goals(v, state.Points),
	}
	if state.Points > 0 {
		d.Verify.Level = text.T(v.Lang, "level."+string(state.Level))
		d.Verify.Until = text.Hour(c.Local(state.Until))
	}
	for _, kind := range state.Kinds {
		d.Verify.Factors = append(d.Verify.Factors, ui.Factor{Kind: kind, Points: verify.Points(kind), Passed: slices.Contains(state.Passed, kind)})
	}
	if state.Locked && !d.Verify.Passed {
		d.Verify.Locked = ui.Refuse(v.Lang, string(gate.TooManyAttempts), text.Data{"NoPIN": state.NoPIN})
	}
	if state.NoPIN && !d.Verify.Passed {
		d.Verify.Enrol = c.offer(v, one, d.Customer)
	}
	d.Verify.CanApp = !state.NoPIN && one.Channel == slovo.ChannelInPerson &&
		slices.Contains(rules.Factors, verify.TOTP) && state.Points >= rules.Points[charter.High]
	return state, nil
}

// offer is how a customer without a PIN can set the first one.
func (c *Pages) offer(v visit.Visit, one gate.Case, customer *ui.Customer) *ui.Offer {
	o := &ui.Offer{}
	for _, item := range customer.Items {
		if c.Charter().Fields[item.Key].Type == field.Email {
			o.LinkTo = item.Value.Mask
		}
	}
	if one.Channel != slovo.ChannelInPerson {
		return o
	}
	for _, kind := range verify.Documents() {
		o.Documents = append(o.Documents, ui.Option{Value: kind, Label: text.T(v.Lang, "document."+kind)})
	}
	for _, kind := range c.Charter().Verification.Factors {
		if verify.Fact(kind) && verify.Available(kind) && verify.Allowed(kind, one.Channel) {
			o.Facts = append(o.Facts, ui.Option{Value: kind, Label: text.T(v.Lang, "factor."+kind)})
		}
	}
	return o
}

// goals are the levels, and how far each is.
func (c *Pages) goals(v visit.Visit, points int) []ui.Goal {
	var goals []ui.Goal
	for _, level := range []charter.Level{charter.Low, charter.Normal, charter.High} {
		need := c.Charter().Verification.Points[level]
		goals = append(goals, ui.Goal{
			Label: text.T(v.Lang, "ladder."+string(level)), Need: need, Sure: min(points, need), Aim: level == charter.Normal,
		})
	}
	return goals
}

// draw puts at each field what the gate would answer now, and what the
// last reveal was answered.
func (c *Pages) draw(r *http.Request, v visit.Visit, one gate.Case, d *ui.Desk, a *asked, state verify.State) error {
	for i := range d.Customer.Items {
		item := &d.Customer.Items[i]
		if item.Value.State == ui.Frozen {
			continue
		}
		if c.corrects(v, one, item.Key) {
			item.Correct = ui.CasePath(string(one.ID), ui.ActFields, item.Key)
		} else if c.mayCorrect(v, one, item.Key) {
			item.ByHand = text.T(v.Lang, "correct.file")
		}
		if !c.Charter().Fields[item.Key].Shown() {
			continue
		}
		reasons, err := c.Gate.Why(r.Context(), gate.Ask{
			Actor: v.Actor, Customer: one.ID.Customer(), Fields: []string{item.Key}, Purpose: one.Purpose, Case: one.ID,
		})
		if err != nil {
			return err
		}
		c.drawItem(v, one, d, item, reasons)
		if a != nil {
			c.drawAsked(v, item, a, state)
		}
	}
	return nil
}

// drawItem offers what would open, and tells why the rest would not.
func (c *Pages) drawItem(v visit.Visit, one gate.Case, d *ui.Desk, item *ui.Item, reasons []gate.Reason) {
	label := strings.ToLower(item.Label)
	switch {
	case len(reasons) == 0:
		item.Reveal, item.Value.Note = ui.CasePath(string(one.ID), ui.ActReveal), ""
		d.Case.MaySay = append(d.Case.MaySay, label)
		if slices.Contains(c.Charter().Purposes[one.Purpose].Need, item.Key) {
			d.Case.Need = append(d.Case.Need, *item)
		}
	case proofOnly(reasons):
		d.Case.NotYet = append(d.Case.NotYet, label)
	default:
		c.refuse(v, item, reasons)
	}
}

// proofOnly tells whether nothing but a verified customer is missing, and
// verifying is for this agent to do.
func proofOnly(reasons []gate.Reason) bool {
	return !slices.ContainsFunc(reasons, func(r gate.Reason) bool {
		return r.Talking || r.Code != gate.Unverified && r.Code != gate.GrantExpired && r.Code != gate.TooManyAttempts
	})
}

// refuse puts the first reason that no verification would mend at its field.
func (c *Pages) refuse(v visit.Visit, item *ui.Item, reasons []gate.Reason) {
	first := reasons[0]
	for _, reason := range reasons {
		if !proofOnly([]gate.Reason{reason}) {
			first = reason
			break
		}
	}
	item.Value.State, item.Value.Note = ui.Refused, ""
	item.Refusal = ui.Refuse(v.Lang, string(first.Code), text.Data(first.Gaps()))
}

// drawAsked draws an opened value, which runs out with its grant, or the
// refusal of what was asked.
func (c *Pages) drawAsked(v visit.Visit, item *ui.Item, a *asked, state verify.State) {
	if !slices.Contains(a.fields, item.Key) {
		return
	}
	if a.denial != nil {
		for _, reason := range a.denial.Reasons {
			if reason.Field == item.Key || reason.Field == "" {
				c.refuse(v, item, []gate.Reason{reason})
				return
			}
		}
		return
	}
	left := openFor
	if !state.Until.IsZero() {
		left = min(left, state.Until.Sub(c.Now()))
	}
	for _, o := range a.opened {
		if o.Field == item.Key {
			item.Value = ui.Value{State: ui.Open, Mask: item.Value.Mask, Open: c.readable(v.Lang, o), Left: int(left.Seconds()), Total: int(openFor.Seconds())}
		}
	}
}

// openFor is how long a value stays on the page at the most.
const openFor = 5 * time.Minute

// readable is the value as people read it, in the agent's language.
func (c *Pages) readable(lang slovo.Lang, o gate.Opened) slovo.Value {
	declared := c.Charter().Fields[o.Field]
	return slovo.NewValue(field.Readable(declared.Type, declared.Item, o.Value.Show(), func(t field.Type, normal string) string {
		if day, err := time.Parse(time.DateOnly, normal); err == nil && t == field.Date {
			return text.Date(lang, day, c.Now().UTC())
		}
		return text.Amount(lang, normal)
	}))
}

// lines are what was written down in the case, oldest first.
func (c *Pages) lines(r *http.Request, v visit.Visit, one gate.Case) ([]ui.Line, error) {
	entries, err := c.Log.Of(r.Context(), one.ID.Customer(), 0, mostLines)
	if err != nil {
		return nil, err
	}
	lines := []ui.Line{{At: text.Hour(c.Local(one.Opened)), Strong: text.T(v.Lang, "line.case_opened")}}
	for _, e := range slices.Backward(entries) {
		half, err := c.Log.OpenFirm(r.Context(), e)
		if err != nil {
			return nil, err
		}
		if half.Case == one.ID {
			lines = append(lines, c.line(v, half))
		}
	}
	if !one.Closed.IsZero() {
		lines = append(lines, ui.Line{At: text.Hour(c.Local(one.Closed)), Strong: text.T(v.Lang, "line.case_closed")})
	}
	return lines, nil
}

// line is one entry in words.
func (c *Pages) line(v visit.Visit, half ledger.FirmHalf) ui.Line {
	line := ui.Line{
		At: text.Hour(c.Local(half.At.Time())), Kind: "done",
		Entry: text.T(v.Lang, "line.entry", "Number", text.Number(v.Lang, int(half.Number))),
		Href:  ui.ReceiptPath(string(half.Case), half.Number),
	}
	refused := half.Outcome == ledger.Refused
	if refused {
		line.Kind = "stopped"
	}
	fields := c.fieldNames(v, half.Fields)
	switch {
	case refused && half.Act != ledger.ActVerify:
		line.Strong = text.T(v.Lang, "line.refused", "Fields", cmp.Or(fields, text.T(v.Lang, "line.record")))
	case half.Act == ledger.ActView:
		line.Strong = text.T(v.Lang, "line.viewed")
	case half.Act == ledger.ActVerify && refused:
		line.Strong = text.T(v.Lang, "line.failed")
	case half.Act == ledger.ActVerify:
		line.Strong = text.T(v.Lang, "line.passed", half.Level)
	case half.Act == ledger.ActReveal:
		line.Strong, line.Rest = text.T(v.Lang, "line.opened", "Fields", fields), text.T(v.Lang, "line.opened_seen")
	case half.Act == ledger.ActEnroll:
		line.Strong = text.T(v.Lang, "line.enrolled")
	case half.Act == ledger.ActInvite:
		line.Strong = text.T(v.Lang, "line.invited")
	default:
		line.Strong = text.T(v.Lang, "line."+string(half.Act), "Fields", fields)
	}
	return line
}

func (c *Pages) fieldNames(v visit.Visit, fields []string) string {
	var names []string
	for _, name := range fields {
		if label := c.Charter().Fields[name].Label.In(v.Lang); label != "" { // no kind of a factor, nor what the charter dropped
			names = append(names, strings.ToLower(label))
		}
	}
	return strings.Join(names, ", ")
}
