package identity

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// Network is the address a request came from, for throttling.
func Network(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// mayFound reports whether a request may set the installation up: from this machine itself, or with the code.
func (i *Identity) mayFound(r *http.Request, code string) bool {
	if subtle.ConstantTimeCompare([]byte(code), []byte(i.setup)) == 1 {
		return true
	}
	ip := net.ParseIP(Network(r))
	return ip != nil && ip.IsLoopback() && here(r.Host) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// here reports whether an address names this machine. A page that had its own name point at this machine keeps that name, and
// so does a proxy beside us that says nothing of whom it forwards for.
func here(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
