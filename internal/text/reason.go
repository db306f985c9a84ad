package text

import "slovo"

// codes are the reasons that the gate can give, in the order in which a
// page should show them.
var codes = []string{
	"sealed", "frozen", "erased", "restricted", "other_customer",
	"undeclared_field", "undeclared_purpose", "field_not_in_purpose",
	"role_not_allowed", "channel_not_allowed", "recipient_not_declared",
	"no_contract", "no_case", "case_closed", "too_many_attempts",
	"unverified", "grant_expired", "no_consent", "objected", "suppressed",
	"quiet_hours", "over_cap", "device_unhealthy", "device_unknown",
	"untrained", "needs_approval", "over_quota", "legal_hold",
}

// Codes lists every reason code that has a text and a remedy.
func Codes() []string { return append([]string(nil), codes...) }

// Reason says in one sentence why the gate refused. The code is one of
// Codes; another returns itself.
func Reason(lang slovo.Lang, code string, data ...any) string {
	return reasoned(lang, "reason.", code, data)
}

// Remedy says what would help. Data may fill Minutes (when to try again),
// Person (who can), Points (how many more it takes), Never (nobody can),
// Talking (another conversation is in the way) and Own (which half of it the
// colleague did: "record" or "request"); without them the sentence
// stands without them.
func Remedy(lang slovo.Lang, code string, data ...any) string {
	return reasoned(lang, "remedy.", code, data)
}

func reasoned(lang slovo.Lang, kind, code string, data []any) string {
	if said := T(lang, kind+code, data...); said != kind+code {
		return said
	}
	return code
}
