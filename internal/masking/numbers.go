package masking

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a run of letters and digits without anything between.
type token struct {
	from, to int    // bytes
	text     string // upper case, digits of any script as ASCII
	digits   int    // how many of them
	gap      byte   // what stands before it: 0 nothing or more than one sign, else the sign
}

// The first digit of each script that people write numbers in.
var zeros = []rune{0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10}

// foreignDigitLead marks the bytes that the digits above begin with in UTF-8.
var foreignDigitLead = [256]bool{0xD9: true, 0xDB: true, 0xE0: true, 0xEF: true}

// signs that may stand once within a number: the key is the rune, the value how a gap notes it.
func sign(r rune) byte {
	switch r {
	case ' ', '\u00a0', '\u2009', '\u202f':
		return ' '
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212':
		return '-'
	case '.':
		return '.'
	}
	return 0
}

func plainDigit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	for _, z := range zeros {
		if r >= z && r <= z+9 {
			return '0' + byte(r-z), true
		}
	}
	return 0, false
}

// tokens splits a text.
func tokens(s string, from, to int) []token {
	out := make([]token, 0, 16)
	b := make([]byte, 0, to-from)
	open, start, gap, digits := -1, 0, byte(0), 0
	end := func(at int) {
		if open >= 0 {
			out = append(out, token{from: open, to: at, text: string(b[start:]), digits: digits, gap: gap})
			open = -1
		}
	}
	between, signs := byte(0), 0
	for i := from; i < to; {
		r, n := rune(s[i]), 1
		if r >= 0x80 {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		d, isDigit := plainDigit(r)
		if isDigit || unicode.IsLetter(r) {
			if open < 0 {
				open, start, digits, gap = i, len(b), 0, 0
				if signs == 1 {
					gap = between
				}
			}
			if isDigit {
				b = append(b, d)
				digits++
			} else {
				b = utf8.AppendRune(b, unicode.ToUpper(r))
			}
			between, signs = 0, 0
		} else {
			end(i)
			if signs++; signs == 1 {
				between = sign(r)
			} else {
				between = 0
			}
		}
		i += n
	}
	end(to)
	return out
}

// longest is how many tokens a number may be written in: an IBAN of 34 signs in fours.
const longest = 9

// numbers finds cards, accounts and national ids in a part of a text.
func (m *Masker) numbers(s string, from, to int, spans []span) []span {
	all := tokens(s, from, to)
	for i := 0; i < len(all); i++ {
		t := &all[i]
		if t.digits < len(t.text) && t.digits == 0 && (len(t.text) > 6 || i+1 == len(all) || all[i+1].digits == 0) {
			continue // a word; letters begin a number only right before its digits
		}
		kind, upto := m.at(s, all, i)
		if kind == "" {
			continue
		}
		spans = append(spans, span{all[i].from, all[upto].to, shown[kind], string(kind)})
		i = upto
	}
	return spans
}

// at finds the longest number that begins at a token.
func (m *Masker) at(s string, all []token, i int) (kind Kind, upto int) {
	joined := ""
	seps := ""
	sizes := make([]int, 0, longest)
	for j := i; j < len(all) && j < i+longest; j++ {
		t := &all[j]
		if j > i {
			if t.gap == 0 {
				break
			}
			seps += string(t.gap)
		}
		joined += t.text
		sizes = append(sizes, len(t.text))
		if len(joined) > 34 {
			break
		}
		c := candidate{text: joined, seps: seps, sizes: sizes, before: s[max(0, all[i].from-40):all[i].from]}
		if k := m.judge(&c); k != "" {
			kind, upto = k, j
		}
	}
	return kind, upto
}

// candidate is what might be a number: its letters and digits, the signs between its groups and the groups' sizes.
type candidate struct {
	text   string
	seps   string
	sizes  []int
	before string
}

func (m *Masker) judge(c *candidate) Kind {
	n := len(c.text)
	if n < 8 {
		return ""
	}
	digits := allDigits(c.text)
	dots := strings.Contains(c.seps, ".")
	switch {
	case m.on[2] && digits && n == 15 && nir(c.text): // before cards: one in ten is Luhn's too
		return National
	case m.on[0] && digits && !dots && n >= 13 && n <= 19 && isCard(c.text):
		return Card
	case m.on[1] && !digits && !dots && n >= 15 && isIBAN(c.text):
		return Bank
	case m.on[2] && isNational(c, digits):
		return National
	}
	return ""
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isCard is Luhn's check (ISO/IEC 7812-1, annex B) on a number whose first digit issuers of cards have: 2 to 6. Moments in
// milliseconds begin with 1 and would otherwise be taken for cards one time in ten.
func isCard(s string) bool { return s[0] >= '2' && s[0] <= '6' && luhn(s) && !same(s) }

func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func same(s string) bool { return strings.Count(s, s[:1]) == len(s) }

// isIBAN is the check of ISO 13616: two letters, two check digits, and 1 modulo 97.
func isIBAN(s string) bool {
	if !upper(s[0]) || !upper(s[1]) || !allDigits(s[2:4]) || len(s) > 34 || strings.Count(s, "0")+countDigits(s) < 8 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func countDigits(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
