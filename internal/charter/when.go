package charter

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"go.yaml.in/yaml/v3"

	"slovo"
)

// When is a condition that the company adds to a purpose. It can only
// refuse what would else be allowed: an ask for values, and a change, by all
// that is known of them (Holds); a look in masks, a search, a new record and
// an import, which come before there is a channel or a proof, by the rest
// (Could). Cases, tasks and events show nothing and ask for nothing, and who
// decides on customers' requests must see whose they are.
type When struct {
	CEL string     // of type bool, over what Conditions names
	Why slovo.Text // what the one who is refused reads

	program cel.Program
	partial cel.Program // the same, where not all is known
}

// Circumstances is what a condition may ask about. None of it is of the
// customer's record.
type Circumstances struct {
	Role, Duty string
	Channel    slovo.Channel
	At         time.Time // by the company's own clock
	Points     int       // of verification, in force now
	Program    bool      // a token asks, no colleague
}

// Condition is one word that a condition may use.
type Condition struct{ Name, Type string }

// Conditions returns the words of a condition: hour is 0 to 23 and weekday
// 1 for Monday to 7 for Sunday, both by the charter's time zone.
func Conditions() []Condition {
	return []Condition{
		{"role", "string"},
		{"duty", "string"},
		{"channel", "string"},
		{"points", "int"},
		{"program", "bool"},
		{"hour", "int"},
		{"weekday", "int"},
	}
}

// Holds tells whether the condition lets the ask pass. What cannot be
// worked out, or takes too long, does not pass.
func (w *When) Holds(c Circumstances) bool {
	if w.program == nil {
		return false
	}
	out, _, err := w.program.Eval(c.words())
	return err == nil && out.Value() == true
}

// Could tells whether the condition lets the ask pass for some channel and
// some points: before there is a case neither is known. What refuses
// whatever these are refuses here, and what cannot be worked out too.
func (w *When) Could(c Circumstances) bool {
	if w.partial == nil {
		return false
	}
	known, err := cel.PartialVars(c.words(), cel.AttributePattern("channel"), cel.AttributePattern("points"))
	if err != nil {
		return false
	}
	out, _, err := w.partial.Eval(known)
	return err == nil && (types.IsUnknown(out) || out.Value() == true)
}

// words are what a condition reads.
func (c Circumstances) words() map[string]any {
	weekday := int(c.At.Weekday())
	if weekday == 0 {
		weekday = 7
	}
	return map[string]any{
		"role": c.Role, "duty": c.Duty, "channel": string(c.Channel), "points": c.Points,
		"program": c.Program, "hour": c.At.Hour(), "weekday": weekday,
	}
}

// What a condition may cost: far more than any sentence of the company's
// needs, far less than an ask would notice.
const (
	celCost  = 10_000
	celDepth = 50
)

// celEnv is the language of conditions; without the clock, to tell whether
// a condition needs one.
func celEnv(clock bool) *cel.Env {
	options := []cel.EnvOption{cel.ClearMacros(), cel.ParserRecursionLimit(celDepth), cel.ParserExpressionSizeLimit(lineAtMost)}
	types := map[string]*cel.Type{"string": cel.StringType, "int": cel.IntType, "bool": cel.BoolType}
	for _, c := range Conditions() {
		if clock || c.Name != "hour" && c.Name != "weekday" {
			options = append(options, cel.Variable(c.Name, types[c.Type]))
		}
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic(fmt.Sprintf("charter: the language of conditions: %v", err)) // held by a test
	}
	return env
}

var (
	withClock    = sync.OnceValue(func() *cel.Env { return celEnv(true) })
	withoutClock = sync.OnceValue(func() *cel.Env { return celEnv(false) })
)

func (r *reading) when(n *yaml.Node, p *Purpose) {
	w := &When{}
	p.When = w
	r.keys(
		n,
		need("cel", func(n *yaml.Node) { r.condition(n, w) }),
		need("why", r.text(&w.Why)),
	)
}

func (r *reading) condition(n *yaml.Node, w *When) {
	text, ok := r.str(n)
	if !ok {
		return
	}
	ast, issues := withClock().Compile(text)
	if err := issues.Err(); err != nil {
		first := issues.Errors()[0]
		r.refuse(inside(n, first.Location.Line(), first.Location.Column()), conditionWrong, "Cause", first.Message)
		return
	}
	if ast.OutputType() != cel.BoolType {
		r.refuse(n, conditionWrong, "Cause", "the type is "+ast.OutputType().String()+", not bool")
		return
	}
	program, err := withClock().Program(ast, cel.CostLimit(celCost), cel.EvalOptions(cel.OptOptimize))
	partial, cause := withClock().Program(ast, cel.CostLimit(celCost), cel.EvalOptions(cel.OptPartialEval))
	if err := errors.Join(err, cause); err != nil {
		r.refuse(n, conditionWrong, "Cause", err.Error())
		return
	}
	w.CEL, w.program, w.partial = text, program, partial
	if _, issues := withoutClock().Compile(text); issues.Err() != nil {
		r.agree(func() { r.clockKnown(n) })
	}
}

// clockKnown asks whose hours a condition counts.
func (r *reading) clockKnown(n *yaml.Node) {
	if at := under(r.root, "charter"); r.charter.TimeZone == "" && r.sound(at, "timezone") {
		r.refuse(n, zoneWanted)
	}
}

// inside returns the place in the file of a place in a text of it.
func inside(n *yaml.Node, row, column int) *yaml.Node {
	if row != 1 {
		return n
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		column++
	}
	return &yaml.Node{Line: n.Line, Column: n.Column + column}
}
