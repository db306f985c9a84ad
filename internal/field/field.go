// Package field holds the types of fields: normal forms, masks, what may
// never be stored.
package field

import "slices"

// Type says what kind of value a field holds.
type Type string

// The types that a charter may name. Text, Date, Money and Number also
// stand as the types of a list's items.
const (
	Name          Type = "name"
	Phone         Type = "phone"
	Email         Type = "email"
	Address       Type = "address"
	List          Type = "list"
	CardLast4     Type = "card_last4"
	AccountNumber Type = "account_number"
	Passport      Type = "passport"
	Conversation  Type = "conversation"
	File          Type = "file"
	Text          Type = "text"
	Date          Type = "date"
	Money         Type = "money"
	Number        Type = "number"
)

// Types returns every type, in the order in which documents list them.
func Types() []Type {
	return []Type{
		Name, Phone, Email, Address, List, CardLast4, AccountNumber, Passport,
		Conversation, File, Text, Date, Money, Number,
	}
}

// Known tells whether slovo has such a type.
func (t Type) Known() bool { return slices.Contains(Types(), t) }

// Proves tells whether a value of the type is asked for to verify a customer,
// who knows it and whose record holds it.
func (t Type) Proves() bool { return t == CardLast4 || t == AccountNumber }

// Item tells whether the items of a list may be of this type.
func (t Type) Item() bool {
	return slices.Contains([]Type{Text, Date, Money, Number}, t)
}
