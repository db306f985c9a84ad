package app_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"slovo/internal/web/webtest"
)

var headings = []string{"security", "communication", "relationships", "service", "tools"}

func TestTheOwnersFirstPage(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		t.Run(lang, func(t *testing.T) {
			r := demoCompany(t, "") // a code signs in once
			ctx := webtest.Browser(t, lang)
			run(t, ctx, signIn(t, r, member(t, r, "owner")), chromedp.WaitVisible(chromedp.CSS(`.promises`)))
			ids := read(t, ctx, chromedp.Evaluate[string](`JSON.stringify([...document.querySelectorAll(".promise")].map(p => p.id))`))
			if want, _ := json.Marshal(headings); ids != string(want) {
				t.Errorf("the headings are %s, want %s", ids, want)
			}
			for _, theme := range []string{"light", "dark"} {
				for _, wide := range []int64{360, 1440} {
					run(t, ctx, webtest.Look(theme, wide), until(`document.querySelectorAll("details").forEach(d => d.open = true) || true`))
					webtest.Audit(t, ctx)
					wider := read(t, ctx, chromedp.Evaluate[string](`"" + (document.documentElement.scrollWidth - innerWidth)`))
					if wider != "0" && !strings.HasPrefix(wider, "-") {
						t.Errorf("%s at %d: the page is %s wider than the screen", theme, wide, wider)
					}
				}
			}
			run(t, ctx, chromedp.Navigate(r.URL+"/today/key"), chromedp.WaitVisible(chromedp.CSS(`main`)))
			webtest.Audit(t, ctx)
		})
	}
}

func TestAnAgentsFirstPageIsTheQueue(t *testing.T) {
	r := demoCompany(t, "")
	ctx := webtest.Browser(t, "ru")
	run(t, ctx, signIn(t, r, member(t, r, "agent")), chromedp.WaitVisible(chromedp.CSS(`.waits #q`)))
	if at := read(t, ctx, chromedp.Evaluate[string](`document.activeElement.id + " " + location.pathname`)); at != "q /" {
		t.Errorf("signed in to %q, want the search at /", at)
	}
	webtest.Audit(t, ctx)
	run(t, ctx, find(r.Customer.Values["phone"]), openCase(), chromedp.Navigate(r.URL+"/"), chromedp.WaitVisible(chromedp.CSS(`.waits .queue a`)))
	if to := read(t, ctx, chromedp.Evaluate[string](`document.querySelector(".waits .queue a").pathname`)); !strings.HasPrefix(to, "/desk/cases/") {
		t.Errorf("what waits leads to %s, want the open case", to)
	}
	run(t, ctx, webtest.Look("dark", 360))
	webtest.Audit(t, ctx)
}

var evidence = regexp.MustCompile(`href="(/today/[a-z]+)"`)

func TestEvidenceIsOneClickAway(t *testing.T) {
	r := demoCompany(t, "")
	owner, agent := visit(t, r).signIn(member(t, r, "owner")), visit(t, r).signIn(member(t, r, "agent"))
	_, page := owner.get("/")
	links := map[string]bool{}
	for _, m := range evidence.FindAllStringSubmatch(page, -1) {
		links[m[1]] = true
	}
	if len(links) < 15 {
		t.Errorf("the page leads to %d checks, want at least 15: %v", len(links), links)
	}
	for link := range links {
		answer, body := owner.get(link)
		if answer.StatusCode != http.StatusOK || strings.Contains(body, "today.check.") || strings.Contains(body, "no value") {
			t.Errorf("%s: %d, or a text is missing", link, answer.StatusCode)
		}
		if answer, _ := agent.get(link); answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: an agent gets %d, want 403", link, answer.StatusCode)
		}
	}
	if answer, _ := owner.get("/today/nothing"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a check that there is not: %d, want 404", answer.StatusCode)
	}
	if strings.Contains(page, "today.") && regexp.MustCompile(`today\.(check|heading)\.`).MatchString(page) {
		t.Error("a text is missing on the page")
	}
}

// told is what programs may rely on of GET /api/v1/today.
type told struct {
	Headings []struct {
		ID      string
		Passed  int
		Failed  int
		Unknown int
	}
	First []struct{ ID, State, Do string }
}

func TestTodayByTheAPI(t *testing.T) {
	r := demoCompany(t, "")
	ask := func(token string) (int, told) {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL+"/api/v1/today", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close() //nolint:errcheck // read to its end
		var body told
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, body
	}
	status, body := ask(r.Tokens.Owner)
	var ids []string
	for _, h := range body.Headings {
		ids = append(ids, h.ID)
		if h.ID != "tools" && h.Passed+h.Failed+h.Unknown == 0 {
			t.Errorf("%+v: nothing is watched", h)
		}
	}
	if diff := cmp.Diff(headings, ids); status != http.StatusOK || diff != "" {
		t.Errorf("%d, headings (-want +got):\n%s", status, diff)
	}
	if len(body.First) > 3 {
		t.Errorf("%d things to do first", len(body.First))
	}
	if status, _ := ask(r.Tokens.Agent); status != http.StatusForbidden {
		t.Errorf("an agent's token: %d, want 403", status)
	}
}
