package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// operation is what the document says of one thing that can be asked.
type operation struct {
	id, tag, summary, description string
	status                        int
	denies                        bool // the gate may refuse, with reasons
	writes                        bool // it takes an idempotency key
	body                          int64
	errors                        []int
}

// How large a body may be: one with a record's texts, and any other.
const (
	recordBody = 1 << 20
	smallBody  = 64 << 10
)

var (
	createCustomer = operation{
		id: "createCustomer", tag: "customers", summary: "Add a customer", status: http.StatusCreated, denies: true, writes: true, body: recordBody,
		description: "Writes a new record and its first entry. Every field needs a purpose that holds it: what nobody needs is not kept. A full card number is kept of no customer.",
	}
	searchCustomers = operation{
		id: "searchCustomers", tag: "customers", summary: "Find customers", status: http.StatusOK, denies: true, body: smallBody,
		description: "By a field's whole value, or by the starts of a name's words. Counted against a quota; shows masks only.",
	}
	viewCustomer = operation{
		id: "viewCustomer", tag: "customers", summary: "See a masked record", status: http.StatusOK, denies: true,
		description: "Fields of those purposes that you serve, masked. One entry per customer, case and quarter of an hour.",
	}
	correctCustomer = operation{
		id: "correctCustomer", tag: "customers", summary: "Change fields", status: http.StatusOK, denies: true, writes: true, body: recordBody,
		description: "All or none of them, of a customer who is verified as the charter asks for a change.",
	}
	eraseCustomer = operation{
		id: "eraseCustomer", tag: "customers", summary: "Ask for an erasure", status: http.StatusAccepted, denies: true, writes: true,
		description: "Makes a request. Nothing is erased until somebody whose role decides on requests confirms it.",
	}
	listMerges = operation{
		id: "listMerges", tag: "customers", summary: "List records proposed for merging", status: http.StatusOK,
		description: "Pairs of records with the same e-mail address and name, those that you may merge. Nothing is opened for it.",
	}
	previewMerge = operation{
		id: "previewMerge", tag: "customers", summary: "See what a merge would do", status: http.StatusOK, denies: true, errors: []int{http.StatusConflict},
		description: "Masked, and written down as a look at both records. Look before you merge: there is no way back.",
	}
	mergeCustomers = operation{
		id: "mergeCustomers", tag: "customers", summary: "Merge two records of one customer", status: http.StatusOK, denies: true, writes: true, body: smallBody,
		description: "For good: it cannot be undone. Only a proposed pair whose e-mail address and name are still the same, and never by who wrote one of the two by hand. Both ids stay: the other's answers with the kept record. What a verification had opened for either ends.",
	}
	addEvent = operation{
		id: "addEvent", tag: "customers", summary: "Tell of an event", status: http.StatusNoContent, denies: true, writes: true, body: smallBody,
		description: "A moment that starts a clock of the charter's, such as a closed order.",
	}
	revealFields = operation{
		id: "revealFields", tag: "customers", summary: "Show values", status: http.StatusOK, denies: true, body: smallBody,
		description: "All or none of the fields, for a verified customer's case. The entry that tells of it is durable before anything is shown, and so is the entry of a refusal. The answer is never kept.",
	}
	listEntries = operation{
		id: "listEntries", tag: "log", summary: "List a customer's entries", status: http.StatusOK, denies: true,
		description: "What was done with this customer's data, newest first: the half that the customer may see. For whoever serves a purpose of the customer's, or reads the log by duty.",
	}
	getReceipt = operation{
		id: "getReceipt", tag: "log", summary: "Get an entry's receipt", status: http.StatusOK, denies: true, errors: []int{http.StatusServiceUnavailable},
		description: "Proves one entry to its customer, without slovo: check it by `slovo receipt verify`. 503 until the entry has its place in the tree, within a second.",
	}
	getCharter = operation{
		id: "getCharter", tag: "charter", summary: "Get the charter in force", status: http.StatusOK,
		description: "The file as it was published. Every entry carries the hash of the one that it was decided by.",
	}
	listCharters = operation{
		id: "listCharters", tag: "charter", summary: "List the charter's versions", status: http.StatusOK,
		description: "All that were published, the highest first. In force is the highest whose moment has come.",
	}
	openCase = operation{
		id: "openCase", tag: "cases", summary: "Open a case", status: http.StatusCreated, denies: true, writes: true, body: smallBody, errors: []int{http.StatusNotImplemented},
		description: "One matter with one customer over one channel. It is yours: a grant in it opens fields for nobody else.",
	}
	closeCase = operation{
		id: "closeCase", tag: "cases", summary: "Close a case", status: http.StatusNoContent, denies: true,
		description: "Ends what a passed verification opened in it.",
	}
	sendCode = operation{
		id: "sendCode", tag: "cases", summary: "Send a one-time code", status: http.StatusAccepted, body: smallBody, errors: []int{http.StatusNotImplemented},
		description: "Not built yet: 501.",
	}
	tryFactors = operation{
		id: "tryFactors", tag: "cases", summary: "Verify the customer", status: http.StatusOK, denies: true, body: smallBody,
		description: "All factors together: passed or not, in equal time, and never which of them failed. Five failures for one customer in a day close the assisted channels.",
	}
	listRequests = operation{
		id: "listRequests", tag: "requests", summary: "List open requests", status: http.StatusOK, denies: true,
		description: "Requests of customers that wait for a decision, the oldest first. For roles that decide on requests.",
	}
	confirmRequest = operation{
		id: "confirmRequest", tag: "requests", summary: "Carry a request out", status: http.StatusOK, denies: true,
		description: "Shreds the customer's keys: nobody reads the record or the customer's half of the log again. For roles that decide on requests, and never for the one who asked.",
	}
	readToday = operation{
		id: "readToday", tag: "today", summary: "See what is kept today", status: http.StatusOK, denies: true,
		description: "The promises under five headings, each checked against what was measured, and what to do first. Counts only, of no one customer. For roles that read today.",
	}
	refuseRequest = operation{
		id: "refuseRequest", tag: "requests", summary: "Refuse a request", status: http.StatusOK, denies: true, body: smallBody, errors: []int{http.StatusConflict},
		description: "Leaves the record as it is, and keeps in the log on which ground. The customer may ask again. For roles that decide on requests.",
	}
)

// registrar is where operations are registered.
type registrar struct {
	service *service
	api     huma.API
}

// register lets handle answer under the path. Its error becomes a problem
// here and nowhere else.
func register[I, O any](on *registrar, method, path string, o operation, handle func(context.Context, *caller, *I) (*O, error)) {
	huma.Register(on.api, o.huma(method, path), func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, callerOf(ctx), in)
		if err != nil {
			return nil, on.service.problem(ctx, err)
		}
		return out, nil
	})
}

func (o operation) huma(method, path string) huma.Operation {
	errs := []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests}
	if o.denies {
		errs = append(errs, http.StatusForbidden)
	}
	if o.writes {
		errs = append(errs, http.StatusConflict)
	}
	if o.body > 0 {
		errs = append(errs, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return huma.Operation{
		OperationID: o.id, Method: method, Path: root + path, Tags: []string{o.tag},
		Summary: o.summary, Description: o.description, DefaultStatus: o.status,
		MaxBodyBytes: o.body, Errors: append(errs, o.errors...),
		Security:                     []map[string][]string{{"token": {}}},
		RejectUnknownQueryParameters: true,
	}
}
