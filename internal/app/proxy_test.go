package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAForwardedAddressIsBelievedOfTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]struct {
		trusted []string
		remote  string
		headers []string
		want    string
	}{
		"of a trusted proxy":                {[]string{"10.0.0.0/8"}, "10.0.0.1:1", []string{"192.0.2.7"}, "192.0.2.7:0"},
		"of a chain of them":                {[]string{"10.0.0.0/8"}, "10.0.0.1:1", []string{"192.0.2.7, 10.2.2.2"}, "192.0.2.7:0"},
		"not what a client invented before": {[]string{"10.0.0.0/8"}, "10.0.0.1:1", []string{"1.1.1.1, 192.0.2.7"}, "192.0.2.7:0"},
		"nor in a line of its own":          {[]string{"10.0.0.0/8"}, "10.0.0.1:1", []string{"1.1.1.1", "192.0.2.7"}, "192.0.2.7:0"},
		"of IPv6 proxies":                   {[]string{"2001:db8::/32"}, "[2001:db8::1]:1", []string{"2001:4860::7, 2001:db8::2"}, "[2001:4860::7]:0"},
		"not of a stranger":                 {[]string{"10.0.0.0/8"}, "203.0.113.9:1", []string{"192.0.2.7"}, "203.0.113.9:1"},
		"nor where nobody is trusted":       {nil, "10.0.0.1:1", []string{"192.0.2.7"}, "10.0.0.1:1"},
		"a proxy that says nothing":         {[]string{"10.0.0.1"}, "10.0.0.1:1", nil, "10.0.0.1:1"},
	} {
		c := Defaults()
		c.Data, c.TrustedProxies = t.TempDir(), s.trusted
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		got := ""
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = s.remote
		for _, f := range s.headers {
			r.Header.Add("X-Forwarded-For", f)
		}
		c.behindProxies(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
		if got != s.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
