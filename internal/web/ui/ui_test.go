package ui

import (
	"strings"
	"testing"

	"slovo"
	"slovo/internal/text"
)

// Texts whose ids are put together here exist in both languages.
func TestComposedIDsExist(t *testing.T) {
	var ids []string
	for _, kind := range []string{"pin", "card_last4", "account_number", "totp", "document"} {
		ids = append(ids, "ask."+kind, "factor."+kind)
	}
	for _, c := range []slovo.Channel{slovo.ChannelPhone, slovo.ChannelEmail, slovo.ChannelChat, slovo.ChannelInPerson, slovo.ChannelPortal, slovo.ChannelTask} {
		ids = append(ids, "channel."+string(c), "channel.since_"+string(c))
	}
	ids = append(ids, "step.open", "step.verify", "step.reveal", "pin.done", "pin.done_both", "pin.done_here", "pin.done_help")
	for _, id := range ids {
		for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
			if text.T(lang, id) == id {
				t.Errorf("%s: no text %q", lang, id)
			}
		}
	}
}

func TestStage(t *testing.T) {
	customer := &Customer{ID: "c"}
	for _, tt := range []struct {
		want string
		give Desk
	}{
		{"find", Desk{}},
		{"open", Desk{Customer: customer}},
		{"closed", Desk{Customer: customer, Case: &Case{Closed: "14:52"}, Verify: &Verify{Passed: true}}},
		{"locked", Desk{Customer: customer, Case: &Case{}, Verify: &Verify{Locked: &Refusal{}, Enrol: &Offer{}}}},
		{"reveal", Desk{Customer: customer, Case: &Case{}, Verify: &Verify{Passed: true, Enrol: &Offer{}}}},
		{"enrol", Desk{Customer: customer, Case: &Case{}, Verify: &Verify{Enrol: &Offer{}}}},
		{"verify", Desk{Customer: customer, Case: &Case{}, Verify: &Verify{}}},
		{"reveal", Desk{Customer: customer, Case: &Case{}}},
	} {
		if got := tt.give.stage(); got != tt.want {
			t.Errorf("stage of %+v = %q, want %q", tt.give, got, tt.want)
		}
	}
}

func TestAskFor(t *testing.T) {
	factors := []Factor{{Kind: "pin", Passed: true}, {Kind: "card_last4"}, {Kind: "totp"}, {Kind: "document"}}
	first, others := Verify{Factors: factors}.asking()
	if len(first) != 2 || first[0].Kind != "card_last4" || len(others) != 1 || others[0].Kind != "document" {
		t.Errorf("ask first %v, then %v", first, others)
	}
	want := "Ask for the card's last four and\u00a0the app's code"
	if got := askFor(slovo.EN, first); got != want {
		t.Errorf("askFor = %q, want %q", got, want)
	}
}

func TestSealedAgainForgetsTheValue(t *testing.T) {
	i := Item{Value: Value{State: Open, Mask: "••• 12", Open: slovo.NewValue("41-12"), Left: 9, Total: 10}}
	if again := i.sealedAgain(); again.Value.opened() || !again.Value.Open.Empty() {
		t.Errorf("sealed again: %+v", again)
	}
}

func TestRefuseSaysWhyAndWhatHelps(t *testing.T) {
	for _, code := range text.Codes() {
		r := Refuse(slovo.RU, code)
		if r.Reason == "" || r.Remedy == "" || strings.Contains(r.Reason+r.Remedy, code) {
			t.Errorf("%s: %+v", code, r)
		}
	}
}
