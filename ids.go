package slovo

import (
	"crypto/rand"
	"encoding/base32"
	"strconv"
	"strings"
)

// Ids are opaque. A case's and an entry's id start with their customer's
// random id, so that a path that holds only a case finds its shard.
type (
	// CustomerID names one customer: 128 random bits.
	CustomerID string
	// CaseID names one matter with one customer.
	CaseID string
	// EntryID names one line of the ledger.
	EntryID string
	// StaffID names one account of staff.
	StaffID string
	// TokenID names one program's token (never the token's secret).
	TokenID string
	// TaskID names one thing to follow up for one customer.
	TaskID string
	// RequestID names one data-subject request.
	RequestID string
)

// Firm stands where a customer's id stands, in entries that are about no
// one customer: searches, accounts, settings.
const Firm CustomerID = "firm"

var base = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// RandomText returns n random bytes in lower-case base32 (Crockford's
// alphabet), fit for a URL.
func RandomText(n int) string {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24: it ends the program instead
	return base.EncodeToString(b)
}

// NewCustomerID returns a fresh id for a customer.
func NewCustomerID() CustomerID { return CustomerID(RandomText(16)) }

// NewStaffID returns a fresh id for an account.
func NewStaffID() StaffID { return StaffID(RandomText(10)) }

// NewTokenID returns a fresh id for a program's token.
func NewTokenID() TokenID { return TokenID(RandomText(10)) }

// NewCustomerIDs returns fresh ids for customers who are written together:
// they begin alike, at random, so that a batch lies together in every index
// instead of everywhere. What follows is still 88 random bits.
func NewCustomerIDs(n int) []CustomerID {
	begin := RandomText(5) // 40 bits are eight letters exactly
	ids := make([]CustomerID, n)
	for i := range ids {
		ids[i] = CustomerID(begin + RandomText(11))
	}
	return ids
}

// NewCaseID returns a fresh id for a case of the customer.
func NewCaseID(c CustomerID) CaseID { return CaseID(under(c)) }

// EntryIDOf returns the id of the customer's entry with that gapless number.
func EntryIDOf(c CustomerID, number int64) EntryID {
	return EntryID(string(c) + "-" + strconv.FormatInt(number, 10))
}

// NewRequestID returns a fresh id for a request of the customer.
func NewRequestID(c CustomerID) RequestID { return RequestID(under(c)) }

// Customer returns the customer that the case is of.
func (id CaseID) Customer() CustomerID { return customerOf(string(id)) }

// Customer returns the customer that the entry lies with.
func (id EntryID) Customer() CustomerID { return customerOf(string(id)) }

// Number returns the entry's gapless number with its customer, 0 where
// the id holds none.
func (id EntryID) Number() int64 {
	_, number, _ := strings.Cut(string(id), "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// NewTaskID returns a fresh id for a task about the customer.
func NewTaskID(c CustomerID) TaskID { return TaskID(under(c)) }

// Customer returns the customer that the task is about.
func (id TaskID) Customer() CustomerID { return customerOf(string(id)) }

// Customer returns the customer that the request is of.
func (id RequestID) Customer() CustomerID { return customerOf(string(id)) }

func under(c CustomerID) string { return string(c) + "-" + RandomText(8) }

func customerOf(id string) CustomerID {
	customer, _, _ := strings.Cut(id, "-")
	return CustomerID(customer)
}
