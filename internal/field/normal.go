package field

// Normalise returns the form in which a value is stored.
func Normalise(t Type, text string) (string, error) { return text, nil }
