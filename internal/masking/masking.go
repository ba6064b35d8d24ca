// Package masking takes out of texts what nobody should keep: card numbers, national ids, bank accounts, passwords, and what an
// organisation adds by patterns of its own. It is pure: no I/O, no state.
package masking

import (
	"regexp"
	"slices"
	"sort"
	"strings"
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
	digits, words := suspicious(s)
	if digits {
		spans = m.numbers(s, spans)
	}
	if words && m.on[3] {
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

// fewest is how many digits the shortest built-in number has: fewer in a whole text, and nothing needs to be looked at.
const fewest = 6

// suspicious is the cheap look that spares most texts the dear one: whether there are digits enough for a number, and whether
// a word may begin a password.
func suspicious(s string) (digits, words bool) {
	n, letter := 0, false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			n++
			letter = false
		case c >= 0x80:
			// A word in another script, or digits of one: rare enough to be looked at closely.
			if (!letter || c >= 0xE3) && !words && mayBegin(s[i:]) { // scripts without spaces begin a word anywhere
				words = true
			}
			if foreignDigitLead[c] {
				n++
			}
			letter = true
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			if !letter && begins(s, i) && mayBegin(s[i:]) {
				words = true
			}
			letter = true
		default:
			letter = false
		}
	}
	return n >= fewest, words
}
