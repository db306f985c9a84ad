package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestARequestIsRefused: the record stays, the ground is in the log, and
// nothing can be decided twice.
func TestARequestIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.create()
		at := "/api/v1/requests/" + h.must(http.StatusAccepted, "agent", "DELETE", "/api/v1/customers/"+id, "").text(t, "request")
		h.must(http.StatusForbidden, "agent", "POST", at+"/refusal", `{"ground":"owed_by_law"}`)
		entry := h.must(http.StatusOK, "owner", "POST", at+"/refusal", `{"ground":"owed_by_law"}`).text(t, "entry")
		if !strings.HasPrefix(entry, id+"-") {
			t.Errorf("entry %q is not the customer's", entry)
		}
		h.must(http.StatusConflict, "owner", "POST", at+"/refusal", `{"ground":"legal_hold"}`)
		h.must(http.StatusConflict, "owner", "POST", at+"/confirm", "")
		h.must(http.StatusOK, "agent", "GET", "/api/v1/customers/"+id, "")
		same(t, h.must(http.StatusOK, "owner", "GET", "/api/v1/requests", "").body, `{"requests":[]}`)
		if log := h.must(http.StatusOK, "auditor", "GET", "/api/v1/customers/"+id+"/entries", "").body; !strings.Contains(log, "owed_by_law") {
			t.Errorf("the log does not tell the ground: %s", log)
		}
	})
}
