package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Limits of one query.
const (
	MaxQuery  = 300 // characters
	maxTerms  = 30
	minPrefix = 2 // characters before a star
)

// term is a word, a phrase, or the beginning of a word (of a phrase's last word).
type term struct {
	words  []string
	prefix bool
}

// Query is what somebody looks for: of each group at least one term, and none of without.
type Query struct {
	groups  [][]term
	without []term
}

// Parse reads words, "phrases", beginnings*, -not and OR, which binds the terms beside it. at is the place of refusals.
func Parse(text, at string) (*Query, error) {
	if utf8.RuneCountInString(text) > MaxQuery {
		return nil, problem.At(at, "text_too_long", "At most %d characters.", MaxQuery).With(problem.Args{"max": MaxQuery})
	}
	q, n, or := &Query{}, 0, false
	for _, p := range pieces(text) {
		if p.or {
			or = len(q.groups) > 0
			continue
		}
		t := term{prefix: p.star}
		for _, w := range split(p.text) {
			t.words = append(t.words, w.text)
		}
		if len(t.words) == 0 {
			continue
		}
		if n++; n > maxTerms {
			return nil, problem.At(at, "too_many_words", "At most %d words at once.", maxTerms).With(problem.Args{"max": maxTerms})
		}
		if last := t.words[len(t.words)-1]; t.prefix && utf8.RuneCountInString(last) < minPrefix {
			return nil, problem.At(at, "beginning_too_short", "Write at least %d letters before the star.", minPrefix).
				With(problem.Args{"min": minPrefix})
		}
		switch {
		case p.not && or:
			return nil, problem.At(at, "or_not", "OR can't stand beside a word to leave out.")
		case p.not:
			q.without = append(q.without, t)
		case or:
			q.groups[len(q.groups)-1] = append(q.groups[len(q.groups)-1], t)
		default:
			q.groups = append(q.groups, []term{t})
		}
		or = false
	}
	if len(q.groups) == 0 {
		if len(q.without) > 0 {
			return nil, problem.At(at, "only_without", "Add a word to look for beside what to leave out.")
		}
		return nil, problem.At(at, "no_words", "Type a word to look for.")
	}
	return q, nil
}

// piece is one term as it is written.
type piece struct {
	text          string
	not, star, or bool
}

func quoteMark(r rune) bool { return strings.ContainsRune(`"“”„«»`, r) }

// pieces takes a query apart. A quotation that doesn't end goes on to the end.
func pieces(text string) []piece {
	var out []piece
	rest := []rune(text)
	for {
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return out
		}
		var p piece
		if rest[0] == '-' && len(rest) > 1 && !unicode.IsSpace(rest[1]) {
			p.not, rest = true, rest[1:]
		}
		ends := func(r rune) bool { return unicode.IsSpace(r) || quoteMark(r) }
		quoted := quoteMark(rest[0])
		if quoted {
			rest, ends = rest[1:], quoteMark
		}
		end := slices.IndexFunc(rest, ends)
		if end < 0 {
			end = len(rest)
		}
		p.text, rest = string(rest[:end]), rest[end:]
		if quoted && len(rest) > 0 {
			rest = rest[1:]
		}
		if quoted && len(rest) > 0 && rest[0] == '*' {
			p.star, rest = true, rest[1:]
		}
		if t, star := strings.CutSuffix(p.text, "*"); star {
			p.text, p.star = t, true
		}
		p.or = !quoted && !p.not && p.text == "OR"
		out = append(out, p)
	}
}

// canonical is the same for queries that find the same in the same way.
func (q *Query) canonical() string { return q.fts5() }

// fts5 writes the query for SQLite. Words hold letters, digits and marks only, so nothing in them can mean anything else.
func (q *Query) fts5() string {
	return q.write(" AND ", " OR ", " NOT ", func(t term) string {
		s := `"` + strings.Join(t.words, " ") + `"`
		if t.prefix {
			s += " *"
		}
		return s
	})
}

// tsquery writes the query for PostgreSQL.
func (q *Query) tsquery() string {
	return q.write(" & ", " | ", " & !", func(t term) string {
		words := make([]string, len(t.words))
		for i, w := range t.words {
			words[i] = "'" + w + "'"
		}
		if t.prefix {
			words[len(words)-1] += ":*"
		}
		return "(" + strings.Join(words, " <-> ") + ")"
	})
}

func (q *Query) write(and, or, not string, one func(term) string) string {
	alternatives := func(list []term) string {
		parts := make([]string, len(list))
		for i, t := range list {
			parts[i] = one(t)
		}
		return "(" + strings.Join(parts, or) + ")"
	}
	groups := make([]string, len(q.groups))
	for i, g := range q.groups {
		groups[i] = alternatives(g)
	}
	out := strings.Join(groups, and)
	if len(q.without) > 0 {
		out = "(" + out + ")" + not + alternatives(q.without)
	}
	return out
}
