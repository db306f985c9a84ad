package ui

// Import is the way of a file into the company: given in, looked at, stored.
type Import struct {
	Page     Page
	Stage    string // an intake stage
	Since    string // when a file that is on its way began to come
	Error    string // why the file was not taken
	About    string // how the file is written
	Serves   string // which purposes, and why
	Others   []string
	Refused  []Answer // why rows are not taken, and how many
	Purposes []Option // to choose from
	Source   string
	Columns  []ImportColumn
	Working  Progress
	Report   []Answer
	Rows     bool // there are rows to mend
}

// ImportColumn is a column of the file and what becomes of it.
type ImportColumn struct {
	Name, Goes, Why, Filled, Sample string
	Taken                           bool
}

func (i Import) steps(words [3]string) []Step {
	at := map[string]int{"": 0, "taking": 0, "looking": 1, "ready": 1, "running": 2, "done": 3, "failed": 2}[i.Stage]
	var steps []Step
	for n, label := range words {
		steps = append(steps, Step{Label: label, Past: n < at, Current: n == at})
	}
	return steps
}
