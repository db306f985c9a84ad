package today

// row is what is known of a check before it is measured.
type row struct {
	heading string
	weight  int    // of two that are not in order, the heavier is done first
	todo    bool   // somebody at the company can do something about it
	where   string // the page where it is done; "" where it is done elsewhere
	command string // the command that does it, if one does
}

// table is every check there is. A weight says what is lost meanwhile: above 90
// the proof of everything else, above 70 customers' data, above 50 a term
// of the law or a customer who waits, below that order in the house. What slovo
// itself does not look at yet is nobody's task.
var table = map[string]row{
	"whole":  {Relationships, 100, true, "", "slovo ledger verify"},       // a changed log proves nothing, not even the rest of this page
	"signed": {Relationships, 98, true, "", "slovo ledger verify"},        // the same, seen sooner
	"key":    {Security, 95, true, "", "chmod 600 keys/installation.key"}, // who reads the key reads every record
	"https":  {Security, 90, true, "", ""},                                // passwords and records travel open

	"backup": {Security, 88, true, "", "slovo backup DEST"},                  // a broken disk is the end of everything
	"drill":  {Security, 45, true, "", "slovo backup drill --identity FILE"}, // nobody knows whether the paper in the safe opens it

	"codes":    {Security, 85, true, "/staff", "slovo staff codes LOGIN"},                                // a guessed password is enough to get in
	"lockouts": {Service, 80, true, "/desk", ""},                                                         // somebody may be posing as a customer, now
	"agents":   {Security, 78, true, "/staff", "slovo ledger show"},                                      // a colleague may be guessing customers' secrets
	"tokens":   {Security, 75, true, "/tokens", "slovo token create LOGIN --label LABEL --network CIDR"}, // a leaked token works from anywhere

	"borrowed": {Security, 72, true, "/tokens", "slovo token revoke TOKEN"}, // somebody may act as a colleague, in the colleague's name

	"requests":  {Service, 70, true, "/requests", ""},                                      // a term of the law has run out
	"law":       {Communication, 65, true, "/charter", "slovo charter check charter.yaml"}, // the notice itself is against the law
	"texts":     {Communication, 60, true, "/charter", "slovo charter publish"},            // a consent without its text is none
	"tasks":     {Service, 55, true, "/desk", ""},                                          // a customer was promised and waits
	"published": {Communication, 50, true, "/charter", "slovo charter publish"},            // two texts of one promise

	"idle":     {Security, 40, true, "/staff", "slovo staff block LOGIN"},   // a door that nobody needs
	"unused":   {Security, 38, true, "/tokens", "slovo token revoke TOKEN"}, // the same, for a program
	"merges":   {Service, 35, true, "/desk/merges", ""},                     // one person, two records, two consents
	"claims":   {Relationships, 30, true, "", ""},                           // cannot be written to until asked anew
	"pins":     {Service, 20, true, "/desk", ""},                            // a call takes longer
	"devices":  {Security, 10, false, "", ""},
	"training": {Security, 10, false, "", ""},
}

// Places returns the pages that checks lead to, by check; those who serve
// the pages hold them to what there is.
func Places() map[string][]string {
	places := map[string][]string{}
	for id, row := range table {
		places[id] = []string{EvidencePath(id)}
		if row.where != "" {
			places[id] = append(places[id], row.where)
		}
	}
	return places
}
