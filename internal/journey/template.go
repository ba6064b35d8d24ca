package journey

import (
	"fmt"
	"strconv"
	"strings"
)

// MapTemplate is a map to begin with. It holds what the organisation reaches out with: what customers begin is never predicted, it
// comes from signals.
type MapTemplate struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	About  string `json:"about"`
	Stages int    `json:"stage_count"`
	Cards  int    `json:"card_count"`

	text string
}

// Templates lists them.
func Templates() []MapTemplate {
	out := make([]MapTemplate, len(templates))
	for i, t := range templates {
		for _, e := range t.edits() {
			switch e.Op {
			case AddStage:
				t.Stages++
			case AddCard:
				t.Cards++
			}
		}
		out[i] = t
	}
	return out
}

func templateOf(key string) *MapTemplate {
	for i := range templates {
		if templates[i].Key == key {
			return &templates[i]
		}
	}
	return nil
}

var lanes = map[string]Lane{"c": Customer, "f": FrontStage, "b": BackStage, "s": Support}

// edits reads a template: "phase: stage | feel | think | do", and below it "lane task | function | channel | emotion | flags", where
// f is the front stage, b the back stage, s support; flags are first, last and optional.
func (t *MapTemplate) edits() (out []Edit) {
	stage, last, n := "", "", 0
	for line := range strings.Lines(t.text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if head, rest, ok := strings.Cut(line, ": "); ok && (head == string(Before) || head == string(During) || head == string(After)) {
			p := parts(rest, 4)
			before := stage
			stage = slug(p[0])
			out = append(out, Edit{Op: AddStage, ID: stage, After: before, Set: map[string]any{"name": p[0], "phase": head,
				"feel": map[string]any{"text": p[1]}, "think": map[string]any{"text": p[2]}, "do": map[string]any{"text": p[3]}}})
			continue
		}
		lane, rest, _ := strings.Cut(line, " ")
		p := parts(rest, 5)
		n++
		id := fmt.Sprintf("t%d", n)
		set := map[string]any{"task": p[0], "function": p[1], "initiator": string(ByOrganisation)}
		if p[2] != "" {
			set["channels"] = strings.Split(p[2], ", ")
		}
		if e, err := strconv.Atoi(p[3]); err == nil {
			set["emotion"] = e
		}
		if lanes[lane] == FrontStage {
			set["touch_point"], set["controlled"] = slug(p[0]), true
		}
		for _, flag := range strings.Fields(p[4]) {
			set[flag] = true
		}
		out = append(out, Edit{Op: AddCard, ID: id, After: last, Stage: stage, Lane: lanes[lane], Set: set})
		last = id
	}
	return out
}

// parts are the fields of a line, as many as wanted.
func parts(s string, n int) []string {
	out := strings.Split(s, "|")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	for len(out) < n {
		out = append(out, "")
	}
	return out
}

func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
