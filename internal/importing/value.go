package importing

import (
	"strings"
)

// truths are the words for yes and no in the languages most likely to be met, in lower case.
var truths = map[string]bool{
	"1": true, "yes": true, "true": true, "y": true, "t": true, "ja": true, "oui": true, "sí": true, "si": true, "sim": true, "sì": true,
	"0": false, "no": false, "false": false, "n": false, "f": false, "nein": false, "nee": false, "non": false, "não": false,
	"1.0": true, "0.0": false,
}

// truth reads a yes or no.
func truth(s string) (yes, ok bool) {
	if len(s) > 6 {
		return false, false
	}
	yes, ok = truths[strings.ToLower(s)]
	return yes, ok
}

// decimalPoint turns a decimal comma into a point, except with three digits behind it, which may be thousands.
func decimalPoint(s string) string {
	at := strings.IndexByte(s, ',')
	if at < 0 || strings.IndexByte(s, '.') >= 0 || strings.IndexByte(s[at+1:], ',') >= 0 || len(s)-at-1 == 3 {
		return s
	}
	return s[:at] + "." + s[at+1:]
}
