package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Proxies are the networks of the proxies in front, whose word on where a
// request came from is believed. Everybody else's is not: a header is
// written quickly.
type Proxies []netip.Prefix

var (
	errNoNetwork = errors.New("not a network such as 127.0.0.1/32")
	errEverybody = errors.New("every address: name your proxies alone")
)

// UnmarshalYAML reads networks and single addresses, and refuses what would
// believe everybody.
func (p *Proxies) UnmarshalYAML(node *yaml.Node) error {
	var said []string
	if err := node.Decode(&said); err != nil {
		return fmt.Errorf("proxies: line %d: %w", node.Line, errNoNetwork)
	}
	all := make(Proxies, 0, len(said))
	for _, one := range said {
		network, err := parseNetwork(one)
		if err != nil {
			return fmt.Errorf("proxies: line %d: %q: %w", node.Line, one, err)
		}
		all = append(all, network)
	}
	*p = all
	return nil
}

// parseNetwork takes a network whose address is its first, or one address.
func parseNetwork(said string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(said); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	network, err := netip.ParsePrefix(said)
	if err != nil || network != network.Masked() || network.Addr().Is4In6() {
		return netip.Prefix{}, errNoNetwork
	}
	if network.Bits() == 0 {
		return netip.Prefix{}, errEverybody
	}
	return network, nil
}

func (p Proxies) hold(addr netip.Addr) bool {
	for _, network := range p {
		if network.Contains(addr) {
			return true
		}
	}
	return false
}

// forwarded is the header in which each proxy writes, at the right end, whom
// it has the request from.
const forwarded = "X-Forwarded-For"

// client is where the request came from: the connection's other end, or,
// where that is one of the proxies, whom it names, and so on from right to
// left up to the first that is none of them. What stands left of that one
// anybody may have written. What is no address ends the way too: then the
// last proxy stands for whoever is behind it.
func (p Proxies) client(peer netip.Addr, headers []string) netip.Addr {
	addr, hops := peer, strings.Join(headers, ",")
	for p.hold(addr) && hops != "" {
		cut := strings.LastIndexByte(hops, ',')
		next, ok := parseHop(strings.TrimSpace(hops[cut+1:]))
		if !ok {
			break
		}
		addr, hops = next, hops[:max(cut, 0)]
	}
	return addr
}

// parseHop reads an address as proxies write them: alone, with a port, in
// brackets. A zone says something only on the proxy's own machine.
func parseHop(said string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(said, "["), "]"))
	if err != nil {
		with, err := netip.ParseAddrPort(said)
		if err != nil {
			return netip.Addr{}, false
		}
		addr = with.Addr()
	}
	return addr.WithZone("").Unmap(), true
}

// before hands requests on with the client's address as the connection's:
// whoever asks for an address further in gets this one.
func (p Proxies) before(next http.Handler) http.Handler {
	var told sync.Once
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers := r.Header.Values(forwarded)
		peer, known := parseHop(r.RemoteAddr)
		if len(headers) > 0 && !p.hold(peer) && (peer.IsLoopback() || peer.IsPrivate()) {
			told.Do(func() {
				slog.Warn("app: a proxy that slovo.yaml does not name under proxies: everybody behind it counts as one address")
			})
		}
		if known && p.hold(peer) {
			r = r.Clone(r.Context())
			r.RemoteAddr = netip.AddrPortFrom(p.client(peer, headers), 0).String()
		}
		next.ServeHTTP(w, r)
	})
}
