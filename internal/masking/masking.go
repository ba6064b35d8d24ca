// Package masking takes out of texts what nobody should keep: card numbers, national ids, bank accounts, passwords, and what an
// organisation adds by patterns of its own. It is pure: no I/O, no state.
package masking

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Kind is a built-in pattern.
type Kind string

// The closed list of built-in patterns.
const (
	Card     Kind = "card_number"
	Bank     Kind = "bank_account"
	National Kind = "national_id"
	Password Kind = "password"
)

// Kinds lists the built-in patterns; all of them are on unless an organisation switches one off.
var Kinds = []Kind{Card, Bank, National, Password}

// shown is what stands for a masked span.
var shown = map[Kind]string{Card: "[card number]", Bank: "[bank account]", National: "[national id]", Password: "[password]"}

// Pattern is one of an organisation's own, in RE2.
type Pattern struct {
	Name       string
	Expression *regexp.Regexp
}

// Masker masks by some patterns. The zero value masks nothing.
type Masker struct {
	on  [4]bool // in the order of Kinds
	own []Pattern
}

// New makes a masker of the built-in patterns that aren't off, and an organisation's own.
func New(off []Kind, own []Pattern) *Masker {
	m := &Masker{own: own}
	for i, k := range Kinds {
		m.on[i] = !slices.Contains(off, k)
	}
	return m
}

// BuiltIn masks by every built-in pattern and none besides.
func BuiltIn() *Masker { return New(nil, nil) }

// Found counts what was masked: by the kind's word or the pattern's name.
type Found map[string]int

// Add adds what another text held.
func (f *Found) Add(o Found) {
	for k, n := range o {
		if *f == nil {
			*f = Found{}
		}
		(*f)[k] += n
	}
}

// span is a part of a text to mask, in bytes.
type span struct {
	from, to int
	with     string
	name     string
}

// Text masks a text. Where nothing is found it is returned as it is, and Found is nil.
func (m *Masker) Text(s string) (string, Found) {
	if m == nil || s == "" {
		return s, nil
	}
	var spans []span
	l := suspicious(s)
	if l.from >= 0 {
		spans = m.numbers(s, l.from, l.to, spans)
	}
	if l.words && m.on[3] {
		spans = passwords(s, spans)
	}
	for _, p := range m.own {
		for _, at := range p.Expression.FindAllStringIndex(s, -1) {
			if at[1] > at[0] {
				spans = append(spans, span{at[0], at[1], "[" + p.Name + "]", p.Name})
			}
		}
	}
	if len(spans) == 0 {
		return s, nil
	}
	return cut(s, spans)
}

// cut replaces spans; of those that overlap the one that begins first wins, and of two that begin together the longer, but
// what the other reaches beyond it goes too: nothing that was found stays.
func cut(s string, spans []span) (string, Found) {
	sort.SliceStable(spans, func(i, j int) bool {
		return spans[i].from < spans[j].from || spans[i].from == spans[j].from && spans[i].to > spans[j].to
	})
	found := Found{}
	var b strings.Builder
	done := 0
	for _, x := range spans {
		if x.from < done {
			done = max(done, x.to)
			continue
		}
		b.WriteString(s[done:x.from])
		b.WriteString(x.with)
		found[x.name]++
		done = x.to
	}
	b.WriteString(s[done:])
	return b.String(), found
}

// fewest is how many digits the shortest built-in number has close together.
const fewest = 6

// near is how far around digits the rest of a number may reach: the letters of an id, with their spaces.
const near = 24

// look is what the cheap look at a text found, which spares most texts the dear one.
type look struct {
	from, to int  // where digits stand close enough together to be a number; from is −1 where they don't anywhere
	words    bool // whether a word may announce a password
}

// suspicious looks at each byte once. Digits are close together where no two letters in a row stand between them.
func suspicious(s string) look {
	l := look{from: -1}
	digits, began, letters := 0, 0, 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c >= 0x80 && foreignDigitLead[c]:
			if digits == 0 {
				began = i
			}
			if digits++; digits >= fewest {
				if l.from < 0 {
					l.from = began
				}
				l.to = i + 1
			}
			if c >= 0x80 && !l.words && mayBegin(s[i:]) {
				l.words = true
			}
			letters = 0
		case c >= 0x80:
			// A letter of another script, or a part of one: those without spaces begin a word anywhere.
			if (letters == 0 || c >= 0xE3) && !l.words && mayBegin(s[i:]) {
				l.words = true
			}
			letters = max(letters, 1)
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			if letters == 0 && !l.words && begins(s, i) && mayBegin(s[i:]) {
				l.words = true
			}
			if letters++; letters >= 2 {
				digits = 0
			}
		default:
			letters = 0
		}
	}
	if l.from >= 0 {
		l.from, l.to = max(0, l.from-near), min(len(s), l.to+near)
		for l.from > 0 && !utf8.RuneStart(s[l.from]) {
			l.from--
		}
		for l.to < len(s) && !utf8.RuneStart(s[l.to]) {
			l.to++
		}
	}
	return l
}
