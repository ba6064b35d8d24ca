package demo

import (
	_ "embed" // the texts
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed english.txt
var english string

//go:embed others.txt
var others string

// grammar makes sentences of templates: sections by name, each with its lines.
type grammar map[string][]phrase

// phrase is a row of parts.
type phrase []part

// part is a text, a choice between phrases, or the name of a section or of a value.
type part struct {
	text   string
	choice []phrase
	name   string
}

// newGrammar reads both files. An error is a mistake in them.
func newGrammar() (grammar, error) {
	g, section := grammar{}, ""
	for line := range strings.SplitSeq(english+"\n"+others, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			p, rest := parse(line)
			if rest != "" {
				return nil, fmt.Errorf("a brace too many in [%s]: %s", section, line)
			}
			g[section] = append(g[section], p)
		}
	}
	return g, g.check()
}

// check finds names that are neither a section nor a value.
func (g grammar) check() error {
	var walk func(p phrase) error
	walk = func(p phrase) error {
		for _, t := range p {
			if t.name != "" && g[t.name] == nil && !isValue(t.name) {
				return fmt.Errorf("there is no section [%s]", t.name)
			}
			for _, c := range t.choice {
				if err := walk(c); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for _, lines := range g {
		for _, p := range lines {
			if err := walk(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func isValue(name string) bool { return name == "agent" || name == "wait" || name == "product" }

// parse reads a phrase up to a | or } of a choice around it, and returns what is left from there.
func parse(s string) (p phrase, rest string) {
	for s != "" {
		switch s[0] {
		case '|', '}':
			return p, s
		case '{':
			t := part{choice: []phrase{}}
			for more := true; more; {
				var one phrase
				one, s = parse(s[1:])
				t.choice = append(t.choice, one)
				more = s != "" && s[0] == '|'
			}
			s = strings.TrimPrefix(s, "}")
			p = append(p, t)
		case '$':
			n := 1
			for n < len(s) && s[n] >= 'a' && s[n] <= 'z' {
				n++
			}
			p = append(p, part{name: s[1:n]})
			s = s[n:]
		default:
			n := strings.IndexAny(s, "{}|$")
			if n < 0 {
				n = len(s)
			}
			p = append(p, part{text: s[:n]})
			s = s[n:]
		}
	}
	return p, ""
}

// values are what a sentence may say of its contact.
type values struct {
	agent, wait, product string
}

// sentence writes one line of a section, without capital and full stop.
func (g grammar) sentence(r *rand.Rand, section string, v *values) string {
	var b strings.Builder
	lines := g[section]
	g.write(&b, r, lines[r.IntN(len(lines))], v)
	return strings.ReplaceAll(strings.Join(strings.Fields(b.String()), " "), " ,", ",") // what may be nothing leaves its space
}

func (g grammar) write(b *strings.Builder, r *rand.Rand, p phrase, v *values) {
	for _, t := range p {
		switch {
		case t.choice != nil:
			g.write(b, r, t.choice[r.IntN(len(t.choice))], v)
		case t.name == "agent":
			b.WriteString(v.agent)
		case t.name == "wait":
			b.WriteString(v.wait)
		case t.name == "product":
			b.WriteString(v.product)
		case t.name != "":
			lines := g[t.name]
			g.write(b, r, lines[r.IntN(len(lines))], v)
		default:
			b.WriteString(t.text)
		}
	}
}

// capital begins a sentence as sentences begin.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
