package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var mergeLink = regexp.MustCompile(`href="(/desk/merges/[^"]+)"`)

func TestTwoRecordsAreMergedOrNot(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	if _, page := agent.get("/desk"); !strings.Contains(page, `href="/desk/merges"`) {
		t.Error("the desk does not tell of records that are alike")
	}
	_, page := agent.get("/desk/merges")
	links := mergeLink.FindAllStringSubmatch(page, -1)
	if len(links) < 2 {
		t.Fatalf("the list has %d pairs, want the demo's two", len(links))
	}
	first, second := links[0][1], links[1][1]
	_, page = agent.get(first)
	for _, want := range []string{"A merge cannot be undone", "This record stays", "both numbers stay", "•"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say “%s”", want)
		}
	}
	if regexp.MustCompile(`[a-z.]{3,}@[a-z.]+\.[a-z]{2,}|\+7 9\d\d \d{3}`).MatchString(page[strings.Index(page, `id="main"`):]) {
		t.Error("an e-mail or a phone is open on the page")
	}
	marketer := visit(t, r).signIn(member(t, r, "marketer"))
	for _, act := range []string{"/confirm", "/refusal"} {
		if answer, _ := marketer.post(first+act, "same-origin", nil); answer.StatusCode != http.StatusForbidden {
			t.Errorf("a marketer at %s: %d", act, answer.StatusCode)
		}
	}
	if _, page := marketer.get("/desk/merges"); mergeLink.MatchString(page) {
		t.Error("a marketer is told who is alike")
	}
	form := map[string][]string{"once": {found(t, hiddenOnce, page)}}
	keep := strings.Split(first, "/")[3]
	for range 2 { // a form that is sent twice merges once
		if answer, page := agent.post(first+"/confirm", "same-origin", form); answer.Request.URL.Path != "/desk/customers/"+keep || !strings.Contains(page, "There is one record now") {
			t.Fatalf("merge: ended at %s with %d", answer.Request.URL.Path, answer.StatusCode)
		}
	}
	if answer, page := agent.post(second+"/refusal", "same-origin", nil); answer.Request.URL.Path != "/desk/merges" || strings.Contains(page, second) {
		t.Errorf("dismissed: ended at %s with %d", answer.Request.URL.Path, answer.StatusCode)
	}
}
