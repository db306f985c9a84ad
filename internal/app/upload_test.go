package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const customers = "Имя,Телефон,Почта,Пароль\n" +
	"Анна Первая,+7 900 000-77-01,anna.first@example.com,secret1\n" +
	"Пётр Второй,+7 900 000-77-02,petr.second@example.com,secret2\n" +
	"Битая Строка,не телефон,broken@@example,secret3\n"

func TestAFileComesInByTheConsole(t *testing.T) {
	r := demoCompany(t, "")
	owner, agent := visit(t, r).signIn(member(t, r, "owner")), visit(t, r).signIn(member(t, r, "agent"))
	for _, path := range []string{"/import", "/import/rejected"} {
		if answer, _ := agent.get(path); answer.StatusCode != http.StatusForbidden {
			t.Errorf("an agent gets %s: %d", path, answer.StatusCode)
		}
	}
	for _, path := range []string{"/import", "/import/start", "/import/drop"} {
		if answer, _ := agent.upload(path, nil, customers); answer.StatusCode != http.StatusForbidden {
			t.Errorf("an agent posts to %s: %d", path, answer.StatusCode)
		}
	}
	for name, file := range map[string]string{"no file": "", "a spreadsheet's own file": "PK\x03\x04\x14\x00\x06\x00", "noise": "\x00\x01\x02\x03"} {
		if answer, body := owner.upload("/import", nil, file); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `id="error-file"`) {
			t.Errorf("%s: %d, want an error at the file", name, answer.StatusCode)
		}
	}
	answer, body := owner.upload("/import", nil, customers)
	if answer.Request.URL.Path != "/import" || !strings.Contains(body, "Nothing is stored yet") || !strings.Contains(body, "not stored") {
		t.Fatalf("uploaded, and came to %s with %d", answer.Request.URL, answer.StatusCode)
	}
	for _, value := range []string{"Анна Первая", "secret1", "anna.first", "77-01"} {
		if strings.Contains(body, value) {
			t.Errorf("%s is on the page of the plan", value)
		}
	}
	owner.post("/import/start", "same-origin", nil)
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(body, "The file is in") && time.Now().Before(deadline); {
		_, body = owner.get("/import")
	}
	if !strings.Contains(body, "<dt>Stored</dt><dd>2</dd>") || !strings.Contains(body, "<dt>Not taken</dt><dd>1</dd>") {
		t.Fatalf("the report: %s", body[strings.Index(body, `id="import"`):])
	}
	answer, rows := owner.get("/import/rejected")
	if answer.Header.Get("Cache-Control") != "no-store" || !strings.Contains(rows, "Битая Строка") || strings.Contains(rows, "Анна") {
		t.Errorf("the rows to mend: %d %q", answer.StatusCode, rows)
	}
	if _, body = owner.post("/import/drop", "same-origin", nil); !strings.Contains(body, `type="file"`) {
		t.Error("the report was not closed")
	}
	if answer, _ := owner.get("/import/rejected"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the rows to mend outlived the report: %d", answer.StatusCode)
	}
}
