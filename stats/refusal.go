package stats

import "strings"

// Refusal is why there is no figure, or in a list of warnings why a figure needs care. The methods that need more than a
// count or a sum say so instead of answering NaN: which of twelve drivers is constant is worth knowing.
//
// Code is a closed word for programs, such as "constant_driver", listed where a function may refuse; About names what it is
// about in the caller's own words (drivers, margins, areas); Text is a sentence for people, which says what is wrong and what
// can be done.
type Refusal struct {
	Code  string
	About []string
	Text  string
}

// Error is the sentence.
func (r *Refusal) Error() string { return r.Text }

// Refuse makes a refusal. Each %s of the text stands for the next name of about, in quotes; "%all" for all of them.
func Refuse(code, text string, about ...string) *Refusal {
	quoted := make([]string, len(about))
	for k, name := range about {
		quoted[k] = "“" + name + "”"
	}
	text = strings.ReplaceAll(text, "%all", strings.Join(quoted, ", "))
	var said strings.Builder
	for _, name := range quoted {
		before, after, found := strings.Cut(text, "%s")
		if !found {
			break
		}
		said.WriteString(before + name)
		text = after
	}
	return &Refusal{Code: code, About: about, Text: said.String() + text}
}
