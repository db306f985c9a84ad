package api

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

//go:generate go test -run TestDocumentIsTheCommittedOne|TestTheManualNamesEveryAddress . -update

const (
	root         = "/api/v1"
	documentPath = root + "/openapi"
)

const about = `The REST API of slovo: customers' data behind a gate that decides, writes down, and only then opens.

Every request carries a token that ` + "`slovo token create`" + ` made: ` + "`Authorization: Bearer …`" + `. Whatever is not an answer
is a problem detail (RFC 9457); a refusal of the gate's names every reason with what would help, in Russian or English by Accept-Language.
A write sent again under the same Idempotency-Key is done once. Answers with values or masks are never to be kept by caches.`

// operations registers all of the API and returns its document.
func (s *service) operations(mux humago.Mux) *huma.OpenAPI {
	jsonOnly := huma.Format{
		// With < and > escaped, as in a receipt, which is checked byte by byte.
		Marshal:   func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
		Unmarshal: readBody,
	}
	on := &registrar{s, humago.New(mux, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "slovo", Version: "1", Description: about,
				License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Servers: []*huma.Server{{URL: "/", Description: "This server."}},
			Tags: []*huma.Tag{
				{Name: "customers", Description: "Records: add, find, see masked, show, change, erase."},
				{Name: "cases", Description: "Matters with customers, and who they proved to be."},
				{Name: "today", Description: "What is kept today of the promises."},
				{Name: "requests", Description: "What customers asked for, for a person to decide."},
				{Name: "charter", Description: "The company's word: what is collected, why, for how long and for whom."},
				{Name: "log", Description: "What was done with customers' data, and its proof."},
			},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", name),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "A program's token, made by `slovo token create`."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": jsonOnly, "json": jsonOnly},
		DefaultFormat: "application/json",
	})}
	s.customers(on)
	s.merged(on)
	s.history(on)
	s.cases(on)
	s.requests(on)
	s.charters(on)
	s.promises(on)
	s.document = on.api.OpenAPI()
	s.gatherNames()
	describeLog(s.document)
	return s.document
}

// name is the schema's: what is asked, or answered, of which operation.
func name(t reflect.Type, hint string) string {
	called := huma.DefaultSchemaNamer(t, hint)
	for from, to := range map[string]string{"InBody": "Request", "OutBody": "Answer"} {
		if operation, ok := strings.CutSuffix(called, from); ok {
			return operation + to
		}
	}
	return called
}

// serveDocument serves the API's description, to everybody.
func (s *service) serveDocument(mux *http.ServeMux, document *huma.OpenAPI) {
	asJSON, err := json.Marshal(document)
	if err != nil {
		panic("api: document: " + err.Error()) // it is part of the program
	}
	asYAML, err := document.YAML()
	if err != nil {
		panic("api: document: " + err.Error())
	}
	for suffix, body := range map[string][]byte{"json": asJSON, "yaml": asYAML} {
		mux.HandleFunc("GET "+documentPath+"."+suffix, func(w http.ResponseWriter, r *http.Request) {
			s.public(w, r, "application/openapi+"+suffix, "no-cache", body)
		})
	}
}

// describeLog writes the public log into the document.
func describeLog(document *huma.OpenAPI) {
	text := &huma.Schema{Type: huma.TypeString}
	public := func(id, path, summary, description, contentType string, schema *huma.Schema, params ...*huma.Param) {
		document.AddOperation(&huma.Operation{
			OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"log"}, Summary: summary,
			Description: description, Security: []map[string][]string{{}}, Parameters: params,
			Responses: map[string]*huma.Response{
				"200": {Description: "OK", Content: map[string]*huma.MediaType{contentType: {Schema: schema}}},
				"404": {Description: "Not Found", Content: map[string]*huma.MediaType{
					problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}},
				}},
			},
		})
	}
	public("checkpoint", "/ledger/checkpoint", "The last checkpoint", "The tree's size and root, signed: a C2SP tlog-checkpoint. Public.", "text/plain", text)
	public("key", "/ledger/key", "The key that checkpoints are verified with", "In the form of golang.org/x/mod/sumdb/note. Public.", "text/plain", text)
	public("tile", "/ledger/tile/{path}", "A tile of the tree", "By C2SP tlog-tiles: `<level>/<n>`, `entries/<n>`, and `.p/<width>` after either. Public.",
		"application/octet-stream", &huma.Schema{Type: huma.TypeString, Format: "binary"},
		&huma.Param{Name: "path", In: "path", Required: true, Schema: text, Example: "0/000.p/7", Description: "May hold slashes."})
}

// Schema implements huma.SchemaProvider: the form of a receipt.
func (receipt) Schema(huma.Registry) *huma.Schema {
	hex := func(of string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9a-f]*$", Description: of}
	}
	return &huma.Schema{
		Type: huma.TypeObject, Description: "Stands alone: nothing of slovo's is needed to check it. Keep it byte by byte.",
		Required: []string{"slovo", "entry", "firm_commitment", "index", "proof", "checkpoint", "key"},
		Properties: map[string]*huma.Schema{
			"slovo":           {Type: huma.TypeString, Enum: []any{"receipt/1"}, Description: "The form."},
			"entry":           {Type: huma.TypeObject, Description: "The customer's half of the entry, whole."},
			"firm_commitment": hex("What the leaf holds of the firm's half."),
			"index":           {Type: huma.TypeInteger, Description: "The leaf's place in the tree."},
			"proof":           {Type: huma.TypeArray, Items: hex("A hash on the way to the root.")},
			"checkpoint":      {Type: huma.TypeString, Description: "The signed root."},
			"key":             {Type: huma.TypeString, Description: "The key that signed it; compare it with the published one."},
		},
	}
}
