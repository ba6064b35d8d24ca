package search

import "strings"

// Part is a stretch of a comment; Hit says that it is what was looked for.
type Part struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

const (
	lead  = 80  // bytes shown before the first hit
	shown = 480 // bytes of a comment shown in a list
)

// excerpt shows a comment around its first hit, hits marked; nil where nothing in it was looked for.
func (q *Query) excerpt(text string) []Part {
	words := split(text)
	hits := q.hits(words)
	if len(hits) == 0 {
		return nil
	}
	from, to := 0, len(text)
	if hits[0].start > 2*lead {
		from = hits[0].start
		for _, w := range words { // begin with a whole word
			if w.start >= hits[0].start-lead {
				from = w.start
				break
			}
		}
	}
	if to-from > shown {
		for _, w := range words {
			if w.end > from && w.end-from <= shown {
				to = w.end
			}
		}
		to = max(to, hits[0].end)
		if to == len(text) || to-from > 2*shown { // one endless word
			to = hits[0].end
		}
	}
	var out []Part
	add := func(s string, hit bool) {
		if s != "" {
			out = append(out, Part{strings.ToValidUTF8(s, ""), hit})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, h := range hits {
		if h.start < at || h.end > to {
			continue
		}
		add(text[at:h.start], false)
		add(text[h.start:h.end], true)
		at = h.end
	}
	add(text[at:to], false)
	if to < len(text) {
		add(" …", false)
	}
	return out
}

type span struct{ start, end int }

// hits finds every place that a term of the query holds, in order, overlaps joined.
func (q *Query) hits(words []word) []span {
	var out []span
	for i := range words {
		end := -1
		for _, g := range q.groups {
			for _, t := range g {
				if t.at(words[i:]) {
					end = max(end, words[i+len(t.words)-1].end)
				}
			}
		}
		switch {
		case end < 0:
		case len(out) > 0 && words[i].start <= out[len(out)-1].end:
			out[len(out)-1].end = max(end, out[len(out)-1].end)
		default:
			out = append(out, span{words[i].start, end})
		}
	}
	return out
}

// at reports whether a term begins a list of words.
func (t term) at(words []word) bool {
	if len(words) < len(t.words) {
		return false
	}
	for i, w := range t.words {
		if words[i].text != w && !(t.prefix && i == len(t.words)-1 && strings.HasPrefix(words[i].text, w)) {
			return false
		}
	}
	return true
}
