package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"slovo/internal/charter"
	"slovo/internal/edition"
)

// version is one published charter.
type version struct {
	Version     int       `json:"version" example:"2"`
	Hash        string    `json:"hash" doc:"SHA-256 of the file, in hex."`
	Wording     string    `json:"wording,omitempty" doc:"SHA-256, in hex, of the lines that sha256sum writes for the consents' texts, in the order of their names."`
	Effective   time.Time `json:"effective" doc:"The moment from which it is in force."`
	PublishedAt time.Time `json:"published_at"`
}

func versionOf(v edition.Version) version {
	return version{v.Version, v.Hash, v.Wording, v.Effective.UTC(), v.PublishedAt.UTC()}
}

// wording is the text of a consent that a charter was published with.
type wording struct {
	File string `json:"file" example:"texts/ads.v1.en.md"`
	Hash string `json:"hash" doc:"SHA-256 of the text, in hex."`
	Text string `json:"text"`
}

type charterOut struct {
	Body struct {
		ID        string    `json:"id" example:"shop"`
		Version   int       `json:"version" example:"2"`
		Hash      string    `json:"hash" doc:"SHA-256 of the file, in hex."`
		Effective time.Time `json:"effective" doc:"The moment from which it is in force."`
		Text      string    `json:"text" doc:"The file, byte by byte."`
		Wordings  []wording `json:"wordings" nullable:"false" doc:"The consents' very texts that it was published with."`
	}
}

type chartersOut struct {
	Body struct {
		InForce  string    `json:"in_force" doc:"The hash of the one in force."`
		Versions []version `json:"versions" nullable:"false" doc:"The highest first."`
	}
}

func (s *service) inForce(ctx context.Context, _ *caller, _ *struct{}) (*charterOut, error) {
	v := s.Editions.InForce()
	text, err := s.Editions.Text(ctx, v.Hash)
	if err != nil {
		return nil, err
	}
	wordings, err := s.Editions.Wordings(ctx, v.Hash)
	if err != nil {
		return nil, err
	}
	out := &charterOut{}
	out.Body.Wordings = []wording{}
	for _, file := range slices.Sorted(maps.Keys(wordings)) {
		text := wordings[file]
		out.Body.Wordings = append(out.Body.Wordings, wording{file, charter.HashOf(text), string(text)})
	}
	out.Body.ID, out.Body.Version, out.Body.Hash = v.ID, v.Version, v.Hash
	out.Body.Effective, out.Body.Text = v.Effective.UTC(), string(text)
	return out, nil
}

func (s *service) published(ctx context.Context, _ *caller, _ *struct{}) (*chartersOut, error) {
	all, err := s.Editions.Versions(ctx)
	if err != nil {
		return nil, err
	}
	out := &chartersOut{}
	out.Body.InForce = s.Editions.InForce().Hash
	out.Body.Versions = make([]version, len(all))
	for i, v := range all {
		out.Body.Versions[i] = versionOf(v)
	}
	return out, nil
}

func (s *service) charters(on *registrar) {
	register(on, http.MethodGet, "/charter", getCharter, s.inForce)
	register(on, http.MethodGet, "/charter/versions", listCharters, s.published)
}
