package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// tone is how somebody feels about a contact, 1 to 5.
type tone int

// The tones.
const (
	furious tone = 1 + iota
	unhappy
	torn
	content
	delighted
)

// said is what a comment may take up: its sentences don't contradict the contact's own measures.
type said struct {
	touch    string // key of the touch point
	language string
	tone     tone
	agent    string // first name, or empty
	product  string
	wait     float64 // minutes; negative where nobody queued
	solved   int     // 1 yes, 0 no, −1 unknown
}

// comment writes what a customer says: one to four sentences, some of them hasty.
func (g grammar) comment(r *rand.Rand, s said) string {
	v := values{agent: s.agent, product: s.product}
	if v.agent == "" {
		v.agent = []string{"the agent", "the adviser", "your colleague"}[r.IntN(3)]
	}
	if v.product == "" {
		v.product = "the service"
	}
	if s.wait >= 1 {
		v.wait = strconv.Itoa(int(s.wait + 0.5))
	}
	if s.language != "en" {
		return g.foreign(r, s, &v)
	}
	var list []string
	for _, section := range s.plan(r) {
		list = append(list, g.sentence(r, section, &v))
	}
	if s.tone == torn && r.IntN(3) > 0 { // one sentence of the good and the bad
		list = append([]string{list[0] + []string{", but ", ". However, ", ", on the other hand "}[r.IntN(3)] + list[1]}, list[2:]...)
	}
	return finish(r, list, s.tone)
}

// foreign is one or two sentences in another language.
func (g grammar) foreign(r *rand.Rand, s said, v *values) string {
	section := s.language + ".good"
	if s.tone < torn || s.tone == torn && r.IntN(2) == 0 {
		section = s.language + ".bad"
	}
	list := []string{g.sentence(r, section, v)}
	for range 3 {
		if next := g.sentence(r, section, v); next[:3] != list[0][:3] { // another template
			list = append(list, next)
			break
		}
	}
	list = list[:1+min(len(list)-1, r.IntN(4))]
	return finish(r, list, s.tone)
}

// finish sets capitals and stops, or leaves them out as people in a hurry do.
func finish(r *rand.Rand, list []string, t tone) string {
	hasty := r.IntN(8) == 0
	var b strings.Builder
	for i, s := range list {
		if !hasty {
			s = capital(s)
		}
		b.WriteString(s)
		last := i == len(list)-1
		switch {
		case strings.HasSuffix(s, "?"):
		case hasty && last:
		case (t == delighted || t == furious) && r.IntN(4) == 0:
			b.WriteByte('!')
		default:
			b.WriteByte('.')
		}
		if !last {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// plan picks the sections of a comment's sentences.
func (s said) plan(r *rand.Rand) (list []string) {
	maybe := func(share float64, section string) {
		if r.Float64() < share && len(list) < 4 {
			list = append(list, section)
		}
	}
	good, bad := s.touch+".good", s.touch+".bad"
	switch s.tone {
	case delighted:
		maybe(0.55, "open.great")
		maybe(0.85, good)
		s.praise(maybe, 0.45)
		maybe(0.4, "close.great")
	case content:
		maybe(0.4, "open.good")
		maybe(0.8, good)
		s.praise(maybe, 0.2)
		maybe(0.25, "close.good")
		maybe(0.1, "ideas")
	case torn:
		// The good and the bad are about different things, or they would contradict each other.
		list = [][]string{{good, "but.bad"}, {"but.good", bad}, {bad, "but.good"}}[r.IntN(3)]
		if s.wait > 7 {
			list = []string{good, "wait.bad"}
		} else if s.agent != "" && r.IntN(3) == 0 {
			list = []string{bad, "agent.good"}
		}
		maybe(0.35, "ideas")
	case unhappy:
		maybe(0.4, "open.bad")
		maybe(0.85, bad)
		s.blame(maybe, 0.25)
		maybe(0.35, "close.bad")
	case furious:
		maybe(0.6, "open.awful")
		maybe(0.85, bad)
		s.blame(maybe, 0.45)
		maybe(0.5, "close.awful")
	}
	if len(list) < 2 && s.tone != torn && r.IntN(7) > 0 { // a single sentence is rare
		feeling := map[tone]string{delighted: "great", content: "good", unhappy: "bad", furious: "awful"}[s.tone]
		matter := map[bool]string{true: good, false: bad}[s.tone > torn]
		drop := r.IntN(3)
		list = slices.Delete([]string{"open." + feeling, matter, "close." + feeling}, drop, drop+1)
	}
	if len(list) == 0 {
		list = append(list, map[bool]string{true: good, false: bad}[s.tone >= torn])
	}
	return list
}

// praise takes up what went well, where it did.
func (s said) praise(maybe func(float64, string), share float64) {
	if s.wait >= 0 && s.wait < 1.5 {
		maybe(share/2, "wait.good")
	}
	if s.solved == 1 {
		maybe(share/2, "solved")
	}
	if s.agent != "" {
		maybe(share, "agent.good")
	}
}

// blame takes up what went wrong, where it did.
func (s said) blame(maybe func(float64, string), share float64) {
	if s.wait > 7 {
		maybe(2*share, "wait.bad")
	}
	if s.solved == 0 {
		maybe(2*share, "unsolved")
	}
	if s.agent != "" {
		maybe(share, "agent.bad")
	}
}
