package charter

// Verification says what proves who a customer is.
type Verification struct {
	FactorsAtLeast int
	Points         map[Level]int
	Factors        []string
	Grant          Grant
	Lock           Lock
}

// Grant is how long a passed verification opens fields.
type Grant struct{ For, Idle Period }

// Lock is how many failures per period close the assisted channels.
type Lock struct {
	Failures int
	Per      Period
}
