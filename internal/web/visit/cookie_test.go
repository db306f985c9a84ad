package visit

import (
	"net/http"
	"testing"
	"time"
)

// Scripts cannot read a cookie, other sites do not send it, and where people
// come by https it travels by nothing else.
func TestACookieIsOursAlone(t *testing.T) {
	for _, secure := range []bool{true, false} {
		c := (&Frame{Secure: secure}).Cookie(SessionCookie, "secret", time.Hour)
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure || c.Domain != "" || c.MaxAge != 3600 {
			t.Errorf("secure %v: the cookie is %v", secure, c)
		}
	}
}
