package charter

import "slovo"

// Recipient is somebody outside who is given customers' data.
type Recipient struct {
	Name     slovo.Text
	Role     string // processor, controller or authority
	Country  string
	Contract Contract
	Purposes []string
	Fields   []string
	By       string // push, pull or hand
}

// Contract is the paper under which a recipient is given data.
type Contract struct {
	Number   string
	From, To string // days; an empty To has no end
}
