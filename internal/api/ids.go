package api

import (
	"fmt"
	"regexp"

	"slovo"
)

// The forms of ids, as slovo makes them. What has another form is nobody's
// id: it is not looked up, and not written down.
const (
	letters      = `[0-9a-hjkmnp-tv-z]`
	customerForm = `^` + letters + `{26}$`
	underForm    = `^` + letters + `{26}-` + letters + `{13}$`
	entryForm    = `^` + letters + `{26}-[1-9][0-9]{0,17}$`
)

var (
	customerPattern = regexp.MustCompile(customerForm)
	underPattern    = regexp.MustCompile(underForm)
	entryPattern    = regexp.MustCompile(entryForm)
)

// customerID reads the id in a path.
func customerID(text string) (slovo.CustomerID, error) {
	return formed[slovo.CustomerID](customerPattern, text)
}

// caseID reads the id in a path.
func caseID(text string) (slovo.CaseID, error) { return formed[slovo.CaseID](underPattern, text) }

// requestIDOf reads the id in a path.
func requestIDOf(text string) (slovo.RequestID, error) {
	return formed[slovo.RequestID](underPattern, text)
}

// entryID reads the id in a path under its customer.
func entryID(c slovo.CustomerID, text string) (slovo.EntryID, error) {
	id, err := formed[slovo.EntryID](entryPattern, text)
	if err == nil && id.Customer() != c {
		return "", fmt.Errorf("api: an entry of another customer: %w", slovo.ErrNotFound)
	}
	return id, err
}

// namedCase reads the case that a body names. One of another form is no
// case, and the gate says so with its other reasons.
func namedCase(text string) slovo.CaseID {
	id, err := caseID(text)
	if err != nil {
		return ""
	}
	return id
}

func formed[ID ~string](form *regexp.Regexp, text string) (ID, error) {
	if !form.MatchString(text) {
		return "", fmt.Errorf("api: not an id's form: %w", slovo.ErrNotFound)
	}
	return ID(text), nil
}
