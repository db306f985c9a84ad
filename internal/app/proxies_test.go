package app

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func networks(t interface{ Fatal(args ...any) }, all ...string) Proxies {
	var p Proxies
	for _, one := range all {
		network, err := parseNetwork(one)
		if err != nil {
			t.Fatal(one, err)
		}
		p = append(p, network)
	}
	return p
}

func TestWhereARequestCameFrom(t *testing.T) {
	p := networks(t, "127.0.0.1", "10.1.0.0/16", "fd00::/64", "fe80::/10")
	for _, tt := range []struct {
		name, peer string
		headers    []string
		want       string
	}{
		{"a stranger's header is not believed", "198.51.100.7:4", []string{"203.0.113.9"}, "198.51.100.7"},
		{"nor beside a proxy's network", "10.2.0.1:4", []string{"203.0.113.9"}, "10.2.0.1"},
		{"nor a proxy named only in the header", "198.51.100.7:4", []string{"203.0.113.9, 127.0.0.1"}, "198.51.100.7"},
		{"no header", "127.0.0.1:4", nil, "127.0.0.1"},
		{"an empty header", "127.0.0.1:4", []string{""}, "127.0.0.1"},
		{"behind a proxy", "127.0.0.1:4", []string{"203.0.113.9"}, "203.0.113.9"},
		{"what the client wrote stays left", "127.0.0.1:4", []string{"127.0.0.1, 192.0.2.1, 203.0.113.9"}, "203.0.113.9"},
		{"two proxies", "127.0.0.1:4", []string{"192.0.2.1,203.0.113.9,\t10.1.2.3"}, "203.0.113.9"},
		{"several headers in order", "127.0.0.1:4", []string{"192.0.2.1", "203.0.113.9", "10.1.2.3"}, "203.0.113.9"},
		{"all are proxies", "127.0.0.1:4", []string{"10.1.0.9, 10.1.2.3"}, "10.1.0.9"},
		{"no address", "127.0.0.1:4", []string{"203.0.113.9, unknown"}, "127.0.0.1"},
		{"no address behind the second", "127.0.0.1:4", []string{"203.0.113.9, unknown, 10.1.2.3"}, "10.1.2.3"},
		{"an empty place", "127.0.0.1:4", []string{"203.0.113.9,"}, "127.0.0.1"},
		{"a port", "127.0.0.1:4", []string{"203.0.113.9:50123"}, "203.0.113.9"},
		{"IPv6", "[fd00::1]:4", []string{"2001:db8::9"}, "2001:db8::9"},
		{"IPv6 in brackets", "[fd00::1]:4", []string{"[2001:db8::9]"}, "2001:db8::9"},
		{"IPv6 with a port", "[fd00::1]:4", []string{"[2001:db8::9]:443"}, "2001:db8::9"},
		{"zones", "[fe80::1%eth0]:4", []string{"2001:db8::9%eth0"}, "2001:db8::9"},
		{"IPv4 in IPv6", "[::ffff:127.0.0.1]:4", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.client(mustHop(t, tt.peer), tt.headers).String(); got != tt.want {
				t.Errorf("from %s, want %s", got, tt.want)
			}
			if got := Proxies(nil).client(mustHop(t, tt.peer), tt.headers); got != mustHop(t, tt.peer) {
				t.Errorf("no proxies: from %s, want the connection's end", got)
			}
		})
	}
}

func mustHop(t interface{ Fatal(args ...any) }, said string) netip.Addr {
	addr, ok := parseHop(said)
	if !ok {
		t.Fatal("no address:", said)
	}
	return addr
}

// What a proxy was sent stays left of what it writes, so it decides nothing.
func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{"", "203.0.113.9", "127.0.0.1, ,", "[::1", "::1%", "1.2.3.4:99999", "10.1.0.1,10.1.0.2", "\x00,é"} {
		f.Add(seed)
	}
	p := networks(f, "127.0.0.1/32", "10.1.0.0/16")
	honest := netip.MustParseAddr("203.0.113.9")
	f.Fuzz(func(t *testing.T, forged string) {
		for _, headers := range [][]string{{forged, honest.String()}, {forged + ", " + honest.String() + ":77", "10.1.0.4"}} {
			if got := p.client(mustHop(t, "127.0.0.1:4"), headers); got != honest {
				t.Errorf("%q: from %s", forged, got)
			}
		}
		if got := p.client(mustHop(t, "198.51.100.7:4"), []string{forged}); got.String() != "198.51.100.7" {
			t.Errorf("%q: a stranger passed for %s", forged, got)
		}
		got := p.client(mustHop(t, "127.0.0.1:4"), []string{forged})
		if !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Errorf("%q: from %s", forged, got)
		}
	})
}

func TestTheFirstThatIsNoProxyIsTheClient(t *testing.T) {
	p := networks(t, "10.1.0.0/16")
	hop := rapid.Custom(func(t *rapid.T) netip.Addr {
		if rapid.Bool().Draw(t, "proxy") {
			return netip.AddrFrom4([4]byte{10, 1, rapid.Byte().Draw(t, "c"), rapid.Byte().Draw(t, "d")})
		}
		return netip.AddrFrom4([4]byte{203, 0, 113, rapid.Byte().Draw(t, "d")})
	})
	rapid.Check(t, func(t *rapid.T) {
		hops := rapid.SliceOfN(hop, 1, 8).Draw(t, "hops")
		want, said := hops[0], []string{}
		for _, one := range hops {
			if !p.hold(one) {
				want = one
			}
			said = append(said, one.String())
		}
		if got := p.client(mustHop(t, "10.1.9.9:4"), []string{strings.Join(said, ", ")}); got != want {
			t.Errorf("%v: from %s, want %s", said, got, want)
		}
	})
}

func TestSettingsOfProxies(t *testing.T) {
	for _, tt := range []struct{ said, want string }{
		{"proxies: [10.0.0.0/33]", `proxies: line 1: "10.0.0.0/33": not a network`},
		{"store: sqlite:a\nproxies: [localhost]", `proxies: line 2: "localhost": not a network`},
		{"proxies: [10.0.0.5/8]", "not a network"},
		{"proxies: ['::ffff:10.0.0.0/104']", "not a network"},
		{"proxies: ['fe80::1%eth0']", "not a network"},
		{"proxies: ['']", "not a network"},
		{"proxies: {a: b}", "proxies: line 1: not a network"},
		{"proxies: [0.0.0.0/0]", "every address"},
		{"proxies: ['::/0']", "every address"},
		{"proxies: 127.0.0.1", "proxies: line 1: not a network"},
		{"proxies: [127.0.0.1, 10.1.0.0/16, '::1/128']", ""},
		{"proxies: []", ""},
		{"{}", ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, settingsFile), []byte(tt.said), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readSettings(dir)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.said, err, tt.want)
		}
	}
}

func TestRoomsSeeTheClientsAddress(t *testing.T) {
	seen := ""
	h := networks(t, "192.0.2.0/24").before(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.RemoteAddr }))
	for peer, want := range map[string]string{"192.0.2.1:4": "[2001:db8::9]:0", "198.51.100.7:4": "198.51.100.7:4", "@": "@"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = peer
		r.Header.Add(forwarded, "127.0.0.1")
		r.Header.Add(forwarded, "2001:db8::9")
		if h.ServeHTTP(httptest.NewRecorder(), r); seen != want || r.RemoteAddr != peer {
			t.Errorf("from %s the rooms see %s, want %s", peer, seen, want)
		}
	}
}
