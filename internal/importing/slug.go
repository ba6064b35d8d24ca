package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const maxKey = 64

// slug makes a key of words: "Cape Town (Süd)" becomes "cape-town-sud". Words that no Latin letter is left of, and ones too
// long, end in a piece of their hash, so that different words keep different keys. Blank words have none.
func slug(s string, sep byte) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	var b strings.Builder
	lost, gap := false, false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte(sep)
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // an accent
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			lost, gap = true, true
		default:
			gap = true
		}
	}
	out := b.String()
	if !lost && len(out) <= maxKey && out != "" {
		return out
	}
	h := sha256.Sum256([]byte(s))
	out = strings.TrimRight(out[:min(len(out), maxKey-9)], string(sep))
	if out != "" {
		out += string(sep)
	}
	return out + hex.EncodeToString(h[:4])
}
