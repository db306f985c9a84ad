package app_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// upload sends a form with a file, as our own page does.
func (v *visitor) upload(path string, form map[string]string, file string) (*http.Response, string) {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range form {
		_ = w.WriteField(name, value)
	}
	if file != "" {
		part, err := w.CreateFormFile("file", "file.csv")
		if err != nil {
			v.t.Fatal(err)
		}
		_, _ = part.Write([]byte(file))
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.base+path, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	return v.do(r)
}

var (
	ruleTexts = regexp.MustCompile(`/charter/texts/[0-9a-f]+`)
	numbers   = regexp.MustCompile(`version: \d+`)
	days      = regexp.MustCompile(`effective: [0-9-]+`)
	encoded   = regexp.MustCompile(`name="charter" value="([^"]+)"`)
)

func TestACharterIsReadCheckedAndPublished(t *testing.T) {
	r := demoCompany(t, "")
	owner, agent := visit(t, r).signIn(member(t, r, "owner")), visit(t, r).signIn(member(t, r, "agent"))
	answer, body := agent.get("/charter")
	if answer.StatusCode != http.StatusOK || !strings.Contains(body, "Answering you") || !strings.Contains(body, "Bystro") {
		t.Fatalf("an agent reads the charter: %d", answer.StatusCode)
	}
	for _, answer := range []func() (*http.Response, string){
		func() (*http.Response, string) { return agent.get("/charter/new") },
		func() (*http.Response, string) {
			return agent.upload("/charter/new", map[string]string{"text": "charter:"}, "")
		},
		func() (*http.Response, string) {
			return agent.post("/charter", "same-origin", url.Values{"charter": {"eA=="}})
		},
	} {
		if answer, _ := answer(); answer.StatusCode != http.StatusForbidden {
			t.Errorf("an agent publishes: %d", answer.StatusCode)
		}
	}
	_, file := owner.get(ruleTexts.FindString(body))
	next := numbers.ReplaceAllString(days.ReplaceAllString(file, "effective: "+time.Now().Format(time.DateOnly)), "version: 2")
	broken := strings.Replace(strings.Replace(next, "type: phone", "type: fone", 1), "keep: {from", "keeep: {from", 1)
	for _, tt := range []struct {
		name, text, file string
		status           int
		says             []string
	}{
		{"nothing", " ", "", 422, []string{"Paste the text or choose a file"}},
		{"two mistakes", broken, "", 422, []string{"places have to be mended", "line ", "keeep", "fone"}},
		{"the same version", file, "", 422, []string{"Write version: 2"}},
		{"too large", "", strings.Repeat("x", 3<<20), 413, []string{"The file is too large"}},
		{"the same in substance", next, "", 200, []string{"comes into force at once", "Publish version"}},
		{"a file before a text", broken, strings.Replace(next, "[name, phone, address]", "[name, phone, address, orders]", 1), 200, []string{"Widens", "allows more"}},
		{"less", strings.Replace(next, "see: [agent], correct: [agent]", "see: [agent], correct: []", 1), "", 200, []string{"Narrows"}},
	} {
		answer, body := owner.upload("/charter/new", map[string]string{"text": tt.text}, tt.file)
		if answer.StatusCode != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, answer.StatusCode, tt.status)
		}
		for _, says := range tt.says {
			if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), says) {
				t.Errorf("%s: the page does not say %q", tt.name, says)
			}
		}
		if tt.status == 422 && tt.file == "" && !strings.Contains(html.UnescapeString(body), strings.TrimSpace(tt.text)) {
			t.Errorf("%s: what was typed is lost", tt.name)
		}
	}
	_, body = owner.upload("/charter/new", nil, next)
	publish := url.Values{"charter": {html.UnescapeString(encoded.FindStringSubmatch(body)[1])}}
	answer, body = owner.post("/charter", "same-origin", publish)
	if answer.Request.URL.Path != "/charter" || !strings.Contains(body, "was published and is in force") {
		t.Fatalf("published, and came to %s with %d", answer.Request.URL, answer.StatusCode)
	}
	if _, kept := agent.get(ruleTexts.FindString(body)); kept != next {
		t.Error("the text in force is not the bytes that were given")
	}
	if answer, body = owner.post("/charter", "same-origin", publish); answer.StatusCode != 422 || !strings.Contains(body, "Write version: 3") {
		t.Errorf("published twice: %d", answer.StatusCode)
	}
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	_, body = owner.upload("/charter/new", nil, numbers.ReplaceAllString(days.ReplaceAllString(next, "effective: "+tomorrow), "version: 3"))
	if _, body = owner.post("/charter", "same-origin", url.Values{"charter": {html.UnescapeString(encoded.FindStringSubmatch(body)[1])}}); !strings.Contains(body, "Waits for its day") {
		t.Error("a version of a later day does not wait")
	}
}
