package ui

// Charter is the company's word, as it is in force.
type Charter struct {
	Page     Page
	Lead     string
	May      bool     // whoever looks may publish
	Waits    *Refusal // a version that was published and is not in force yet
	Flow     Flow
	Purposes []PurposeCard
	Proofs   []string
	Parts    []PurposeCard // all else that it says
	Versions []Edition
}

// PurposeCard is one purpose in words: each line a question and its answers.
type PurposeCard struct {
	Name  string
	Lines []Answer
}

// Answer is what a line of a card asks and says.
type Answer struct {
	Asks string
	Says []string
}

// Edition is one version of the charter.
type Edition struct {
	Number, From, Published, By string
	Kind, State                 string
	Text                        string // the address of its text
}

// Publish is the way to a new version: a text, what is wrong with it or what
// it changes, and the last yes.
type Publish struct {
	Page     Page
	Text     string
	Error    string // of the form itself
	Problems []Finding
	Warnings []Finding
	Sure     *Sure // nil: nothing to confirm yet
}

// Finding is one place of a text and what is wrong there.
type Finding struct {
	Place, What, Do, Law string
}

// Sure is what the new version does, for the last yes.
type Sure struct {
	Encoded string // the text's own bytes, in base64
	Version string
	When    string
	Widens  bool
	Groups  []Changes
}

// Changes are what changes in one part of the charter.
type Changes struct {
	Name  string
	Lines []Changed
}

// Changed is one change: whether it widens, narrows or neither.
type Changed struct {
	Effect string // widens, narrows or neutral
	Said   string
}
