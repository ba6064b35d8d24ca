package masking

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words that announce a secret, folded to lower case. A code's secret is digits; a password's may be anything.
var words = []struct {
	text string
	code bool
}{
	{"password", false}, {"passwords", false}, {"passcode", false}, {"passphrase", false}, {"passwd", false}, {"pass word", false}, {"pwd", false}, {"pw", false},
	{"passwort", false}, {"kennwort", false}, {"mot de passe", false}, {"mdp", false}, {"contraseña", false}, {"contrasena", false},
	{"senha", false}, {"wachtwoord", false}, {"lösenord", false}, {"adgangskode", false}, {"passord", false}, {"salasana", false},
	{"hasło", false}, {"haslo", false}, {"heslo", false}, {"jelszó", false}, {"parola", false}, {"şifre", false}, {"sifre", false}, {"parolă", false},
	{"пароль", false}, {"密码", false}, {"密碼", false}, {"パスワード", false}, {"비밀번호", false}, {"كلمة المرور", false}, {"كلمة السر", false},
	{"סיסמה", false}, {"पासवर्ड", false},
	{"pin", true}, {"pincode", true}, {"pin-code", true}, {"cvv", true}, {"cvv2", true}, {"cvc", true}, {"security code", true}, {"geheimzahl", true}, {"geheimnummer", true},
	{"code secret", true}, {"clave", true}, {"codice segreto", true}, {"código secreto", true}, {"пин", true}, {"пин-код", true}, {"otp", true}, {"tan", true},
}

// starts marks the first two bytes of the words that begin in ASCII, in lower case: what spares most words a closer look.
var starts = func() (a [256][256]bool) {
	for _, w := range words {
		a[w.text[0]][w.text[1]] = true
	}
	return a
}()

// begins is whether the word at a place may be one of ours, by its first two bytes alone.
func begins(s string, i int) bool {
	if i+1 >= len(s) {
		return false
	}
	second := s[i+1]
	if second < 0x80 {
		second |= 0x20
	} else if second == 0xC3 || second == 0xC4 || second == 0xC5 {
		return true // a letter with a mark, in either case
	}
	return starts[s[i]|0x20][second]
}

// mayBegin reports whether a text begins with one of the words, in any case.
func mayBegin(s string) bool { _, n := wordAt(s); return n > 0 }

// wordAt returns the longest of the words that a text begins with, and its length in bytes.
func wordAt(s string) (code bool, n int) {
	for i := range words {
		w := words[i].text
		if c := s[0]; c < 0x80 && w[0] != c|0x20 || c >= 0x80 && w[0] < 0x80 {
			continue
		}
		k, ok := prefixFold(s, w)
		if ok && k > n {
			code, n = words[i].code, k
		}
	}
	if n > 0 && n < len(s) {
		r, _ := utf8.DecodeRuneInString(s[n:])
		last, _ := utf8.DecodeLastRuneInString(s[:n])
		if unicode.IsLetter(r) && unicode.IsLetter(last) && !unicode.In(last, unicode.Han, unicode.Katakana, unicode.Hiragana, unicode.Hangul) {
			return false, 0 // "spinning", "pinpoint"
		}
	}
	return code, n
}

// prefixFold reports whether s begins with w, whatever the case, and how many bytes of s that is.
func prefixFold(s, w string) (int, bool) {
	i := 0
	for _, want := range w {
		if i >= len(s) {
			return 0, false
		}
		r, n := rune(s[i]), 1
		if r >= 0x80 {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if r != want && unicode.ToLower(r) != want {
			return 0, false
		}
		i += n
	}
	return i, true
}

var (
	// After the word: more of it ("code", "for my account"), then a colon or equals sign, or a verb, or nothing but a space.
	marked = regexp.MustCompile(`^["'”»)]*(?:\s+(?:code|number|nummer|no\.?|numéro|número|numero))?\s*(?::=|[:=：﹕]|->|→)\s*`)
	linked = regexp.MustCompile(`^(?i)(?:\s+(?:code|number|nummer|numéro|número|numero))?\s+(?:(?:is|was|ist|war|lautet|est|était|es|era|è|é|är|er|jest|to|это|是|は|है|هو|هي)\s+)(?:now\s+|jetzt\s+|still\s+)?`)
	bare   = regexp.MustCompile(`^(?i)(?:\s+(?:code|number|nummer|numéro|número|numero))?\s*`)
	glued  = regexp.MustCompile(`^(?:是|は|は、|为|為)\s*`)
	pin    = regexp.MustCompile(`^[\p{Nd}](?:[ \-]?\p{Nd}){2,11}`)
)

// passwords finds what follows a word that announces a secret.
func passwords(s string, spans []span) []span {
	letter := false
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= 0x80 {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		is := unicode.IsLetter(r)
		if is && (!letter || unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hangul)) {
			if code, k := wordAt(s[i:]); k > 0 {
				if from, to := secret(s, i+k, code); to > from {
					spans = append(spans, span{from, to, shown[Password], string(Password)})
					i, letter = to, false
					continue
				}
				i, letter = i+k, true
				continue
			}
		}
		letter = is
		i += n
	}
	return spans
}

// secret finds the secret that follows a word at a place.
func secret(s string, at int, code bool) (from, to int) {
	rest := s[at:]
	if code {
		for _, re := range []*regexp.Regexp{marked, linked, glued, bare} {
			if m := re.FindString(rest); m != "" || re == bare {
				if d := pin.FindString(rest[len(m):]); d != "" {
					return at + len(m), at + len(m) + len(d)
				}
			}
		}
		return 0, 0
	}
	if m := marked.FindString(rest); m != "" {
		v := value(rest[len(m):])
		return at + len(m), at + len(m) + v
	}
	for _, re := range []*regexp.Regexp{linked, glued, bare} {
		m := re.FindString(rest)
		if m == "" {
			continue
		}
		if v := value(rest[len(m):]); v > 0 && secretive(rest[len(m):len(m)+v], re == bare) {
			return at + len(m), at + len(m) + v
		}
	}
	return 0, 0
}

// value is how many bytes a secret takes: what stands in quotes, or everything to the next space, less a full stop.
func value(s string) int {
	if s == "" {
		return 0
	}
	for _, q := range [][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"`", "`"}} {
		if rest, ok := strings.CutPrefix(s, q[0]); ok {
			if end := strings.Index(rest, q[1]); end > 0 && end <= 100 {
				return len(q[0]) + end + len(q[1])
			}
		}
	}
	n := strings.IndexFunc(s, unicode.IsSpace)
	if n < 0 {
		n = len(s)
	}
	return len(strings.TrimRight(s[:n], ".,;!?)…。"))
}

// secretive tells a secret from a word of the sentence ("my password is wrong"): it is quoted, or has a digit or a sign in it,
// or changes case within. After the word alone only what has a digit counts.
func secretive(v string, strict bool) bool {
	digit, odd, changes, lower := false, false, false, false
	for i, r := range v {
		switch {
		case unicode.IsDigit(r):
			digit = true
		case unicode.IsUpper(r):
			changes = changes || i > 0 && lower
		case unicode.IsLower(r):
			lower = true
		case !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-':
			odd = true
		}
	}
	letters := utf8.RuneCountInString(v)
	if strict {
		return digit && letters >= 4
	}
	return digit || odd || changes
}
