package store

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The queries stay inside the SQL that PostgreSQL, Citus, YugabyteDB and
// CockroachDB share, and name the customer wherever they touch a customer's
// rows, so that a database of many machines finds the one that has them.

// foreign are words that one of them does not take, or that hide a rule in
// the database.
var foreign = map[string]*regexp.Regexp{
	"takes the database's clock; the program's goes in as a parameter": regexp.MustCompile(`(?i)\b(now|clock_timestamp|statement_timestamp|random)\s*\(|\bcurrent_(timestamp|date|time)\b`),
	"locks what is not one customer's":                                 regexp.MustCompile(`(?i)\bskip\s+locked\b|\block\s+table\b|\bpg_(try_)?advisory|\bfor\s+(no\s+key\s+)?(update|share)\b`),
	"waits for messages of the database":                               regexp.MustCompile(`(?i)\b(listen|notify)\b`),
	"is not in all of them":                                            regexp.MustCompile(`(?i)\b(merge\s+into|trigger|deferrable|exclude|exclusion|lateral|tablesample|returning\s+old|ctid|rowid)\b|\bgenerated\s+always\b`),
	"lets the database make ids":                                       regexp.MustCompile(`(?i)\b(serial|bigserial|autoincrement|identity|nextval)\b`),
	"reads a value's inside":                                           regexp.MustCompile(`(?i)\bjsonb?\b|->>`),
}

// byValue are tables over all customers, keyed by what is looked up.
var byValue = []string{"lookups", "sources", "onces", "links"}

// overAll are the queries that read or change rows of many customers, each
// with the reason why that is bearable.
var overAll = map[string]string{
	"CasesOf": "a colleague's own cases, on the queue: asked of every machine at once, by an index",

	"CountAgentFailures": "one colleague's tries over all customers: few rows, by an index",
	"CountAgentTries":    "as CountAgentFailures",
	"RequestsIn":         "the few requests that wait",
	"CountKeptFor":       "before a charter is published",
	"CountValues":        "before a charter is published",
	"Customers":          "an auditor's walk, page by page",
	"EntriesAfter":       "an auditor's walk, page by page",
	"LeavesFrom":         "the tree is one for all: it lies apart, and this feeds it",
	"Unsequenced":        "the tree is one for all: it lies apart, and this feeds it",
	"Counters":           "an auditor's walk, page by page",
	"OpenProposals":      "the few proposals that wait",
	"DeleteProposals":    "a proposal lies with one of its two; the other's are found by an index",
	"RepointMerged":      "what was merged into a record, by an index: seldom one row",
	"MergedRecords":      "as RepointMerged",
	"TasksFor":           "a colleague's own tasks, as CasesOf",
	"OpenCasesOf":        "a colleague's own cases, as CasesOf",
	"WaitingSince":       "counted for Today, by an index",
	"CountTasksDue":      "as WaitingSince",
	"CountProposals":     "as WaitingSince",
	"CountLocked":        "as WaitingSince",
	"CountSuppressed":    "as WaitingSince",
	"CountKept":          "as WaitingSince",
	"Uproot":             "a restore, before anything is served",
	"DeleteAllGrants":    "a restore, before anything is served",
}

// query is a named text out of queries/*.sql.
type query struct{ name, text string }

func readQueries(t *testing.T) []query {
	t.Helper()
	files, err := filepath.Glob("queries/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	var all []query
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "-- name: ")[1:] {
			head, body, _ := strings.Cut(part, "\n")
			name, _, _ := strings.Cut(head, " ")
			all = append(all, query{name, body})
		}
	}
	return append(all, query{"putManyLookups", putManyLookups})
}

// table is what a migration says of one.
type table struct {
	key     string // its primary key's columns
	columns map[string]bool
}

var (
	created  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	added    = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+)`)
	indexed  = regexp.MustCompile(`CREATE UNIQUE INDEX \w+ ON (\w+) \(([^)]*)\)`)
	column0  = regexp.MustCompile(`(?m)^\s+([a-z_]+)\s+(TEXT|INTEGER|BIGINT|BLOB|BYTEA|SMALLINT)`)
	primary  = regexp.MustCompile(`PRIMARY KEY \(([^)]*)\)`)
	inlined  = regexp.MustCompile(`(?m)^\s+([a-z_]+)\s+\w+[^\n]*PRIMARY KEY`)
	comments = regexp.MustCompile(`--[^\n]*`)
	strings0 = regexp.MustCompile(`'[^']*'`)
)

// readTables reads the schema of one engine.
func readTables(t *testing.T, engine string) (tables map[string]table, faults []string) {
	t.Helper()
	files, err := filepath.Glob("migrations/" + engine + "/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	tables = map[string]table{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := comments.ReplaceAllString(string(raw), "")
		for _, m := range created.FindAllStringSubmatch(text, -1) {
			one := table{columns: map[string]bool{}}
			for _, c := range column0.FindAllStringSubmatch(m[2], -1) {
				one.columns[c[1]] = true
			}
			if key := primary.FindStringSubmatch(m[2]); key != nil {
				one.key = key[1]
			} else if key := inlined.FindStringSubmatch(m[2]); key != nil {
				one.key = key[1]
			}
			tables[m[1]] = one
		}
		for _, m := range added.FindAllStringSubmatch(text, -1) {
			tables[m[1]].columns[m[2]] = true
		}
		for _, m := range indexed.FindAllStringSubmatch(text, -1) {
			if tables[m[1]].columns["customer_id"] && !strings.HasPrefix(m[2], "customer_id") {
				faults = append(faults, fmt.Sprintf("a unique index of %s does not begin with customer_id", m[1]))
			}
		}
	}
	return tables, faults
}

// ofCustomers are the tables that are spread by their customer.
func ofCustomers(tables map[string]table) map[string]bool {
	all := map[string]bool{}
	for name, one := range tables {
		if one.columns["customer_id"] && !slices.Contains(byValue, name) {
			all[name] = true
		}
	}
	return all
}

var (
	from    = regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+([a-z_]+)(?:\s+(?:as\s+)?([a-z_]+))?`)
	keyword = regexp.MustCompile(`(?i)^(where|set|on|left|join|order|group|limit|values|select|inner|cross|using|returning)$`)
	target  = regexp.MustCompile(`(?i)on conflict \(([^)]*)\)`)
	moves   = regexp.MustCompile(`(?is)\bset\b.*?\bcustomer_id\s*=.*?\bwhere\b`)
	inserts = regexp.MustCompile(`(?is)^\s*insert into ([a-z_]+) \(([^)]*)\)`)
)

// lint returns what keeps the query from running on many machines.
func lint(q query, customers map[string]bool) (faults []string) {
	text := strings0.ReplaceAllString(comments.ReplaceAllString(q.text, ""), "''")
	for what, word := range foreign {
		if word.MatchString(text) {
			faults = append(faults, what)
		}
	}
	insert := inserts.FindStringSubmatch(text)
	if insert != nil && customers[insert[1]] {
		if !strings.Contains(insert[2], "customer_id") {
			faults = append(faults, "writes a row of nobody's into "+insert[1])
		}
		if on := target.FindStringSubmatch(text); on != nil && !strings.HasPrefix(on[1], "customer_id") {
			faults = append(faults, "a conflict in "+insert[1]+" is not one customer's")
		}
	}
	names := from.FindAllStringSubmatch(text, -1)
	for _, m := range names {
		name, alias := strings.ToLower(m[1]), strings.ToLower(m[2])
		if !customers[name] || insert != nil && name == insert[1] {
			continue
		}
		if alias == "" || keyword.MatchString(alias) {
			alias = name
		}
		if moves.MatchString(text) && insert == nil {
			faults = append(faults, "moves a row to another customer")
		}
		if !bound(text, alias, len(names) == 1) {
			faults = append(faults, "does not say which customer of "+name)
		}
	}
	return faults
}

// bound tells whether the alias's rows are one customer's.
func bound(text, alias string, alone bool) bool {
	_, where, _ := strings.Cut(text, "WHERE")
	where = outermost(where)
	own := regexp.QuoteMeta(alias) + `\.customer_id`
	if alone {
		own, text = `(?:`+own+`|customer_id)`, where
	}
	equal := regexp.MustCompile(`(?i)(\b` + own + `\s*=|=\s*` + own + `\b)`)
	return equal.MatchString(text) && !regexp.MustCompile(`(?i)\bOR\b`).MatchString(where)
}

// outermost is the text without what stands in parentheses.
func outermost(text string) string {
	var out strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth == 0:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func TestQueriesRunOnManyMachines(t *testing.T) {
	tables, faults := readTables(t, "postgres")
	for _, fault := range faults {
		t.Error(fault)
	}
	customers := ofCustomers(tables)
	if len(customers) < 10 {
		t.Fatalf("tables of customers: %v", slices.Sorted(maps.Keys(customers)))
	}
	for name := range customers {
		if !strings.HasPrefix(tables[name].key, "customer_id") {
			t.Errorf("the primary key of %s is (%s), and does not begin with customer_id", name, tables[name].key)
		}
	}
	known := map[string]bool{}
	for _, q := range readQueries(t) {
		known[q.name] = true
		faults := lint(q, customers)
		if overAll[q.name] == "" {
			for _, fault := range faults {
				t.Errorf("%s: %s", q.name, fault)
			}
		} else if len(faults) == 0 {
			t.Errorf("%s names its customer now: take it off overAll", q.name)
		}
	}
	for name := range overAll {
		if !known[name] {
			t.Errorf("%s is no query: take it off overAll", name)
		}
	}
}

// Both schemas have the same tables, columns and keys.
func TestBothEnginesHaveTheSameTables(t *testing.T) {
	one, _ := readTables(t, "postgres")
	other, _ := readTables(t, "sqlite")
	if len(one) != len(other) {
		t.Errorf("%d tables and %d", len(one), len(other))
	}
	for name, p := range one {
		s := other[name]
		if p.key != s.key || !maps.Equal(p.columns, s.columns) {
			t.Errorf("%s: (%s) %v and (%s) %v", name, p.key, p.columns, s.key, s.columns)
		}
	}
}

func TestWhatIsNotPortableIsFound(t *testing.T) {
	customers := map[string]bool{"cells": true, "cases": true, "customers": true}
	for text, want := range map[string]string{
		"SELECT * FROM cells WHERE customer_id = $1;":                                                          "",
		"SELECT * FROM cells c JOIN cases m ON m.customer_id = c.customer_id WHERE c.customer_id = $1;":        "",
		"INSERT INTO cells (customer_id, field) VALUES ($1, $2) ON CONFLICT (customer_id, field) DO NOTHING;":  "",
		"SELECT * FROM staff WHERE login = $1;":                                                                "",
		"SELECT * FROM cells WHERE field = $1;":                                                                "which customer of cells",
		"SELECT * FROM cells c JOIN cases m ON m.id = c.field WHERE c.customer_id = $1;":                       "which customer of cases",
		"SELECT * FROM cells WHERE customer_id = $1 AND (field = $2 OR field = $3);":                           "",
		"SELECT * FROM cells WHERE field = $2 AND (customer_id = $1 OR field = $3);":                           "which customer of cells",
		"DELETE FROM cells WHERE customer_id = $1 OR field = $2;":                                              "which customer of cells",
		"UPDATE cells SET customer_id = $1 WHERE customer_id = $2;":                                            "moves a row",
		"UPDATE cells SET written_at = now() WHERE customer_id = $1;":                                          "clock",
		"SELECT * FROM cells WHERE customer_id = $1 FOR UPDATE SKIP LOCKED;":                                   "locks",
		"INSERT INTO cells (field) VALUES ($1);":                                                               "row of nobody's",
		"INSERT INTO cells (customer_id, field) VALUES ($1, $2) ON CONFLICT (field) DO NOTHING;":               "conflict in cells",
		"SELECT (SELECT count(*) FROM cases m WHERE m.agent = c.field) FROM cells c WHERE c.customer_id = $1;": "which customer of cases",
		"MERGE INTO cells USING cases ON true;":                                                                "not in all of them",
		"SELECT sealed ->> 'phone' FROM cells WHERE customer_id = $1;":                                         "inside",
		"SELECT nextval('x');": "ids",
		"NOTIFY x;":            "messages",
	} {
		got := strings.Join(lint(query{"x", text}, customers), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s\n\tfound %q, want %q", text, got, want)
		}
	}
}
