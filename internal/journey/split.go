package journey

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// appointments are words for things that are agreed on first and only then happen.
var appointments = []string{"appointment", "meeting", "visit", "inspection", "walk-through", "walkthrough", "tour", "demonstration", "installation", "handover", "interview", "training", "consultation"}

// joints join two events in one task.
var joints = []string{" and then ", " then ", "; ", " & ", " + ", " / ", " and "}

// Steps says which discrete events a task takes; one where it is one already. An appointment is agreed on, held, and followed up
// if required; a task that joins two verbs is two events.
func Steps(task string) []string {
	task = strings.TrimSpace(task)
	low := strings.ToLower(task)
	for _, done := range []string{"schedule ", "arrange ", "book ", "hold ", "attend ", "follow up", "confirm ", "cancel ", "move ", "postpone ", "remind"} {
		if strings.HasPrefix(low, done) {
			return []string{task} // one of the steps already
		}
	}
	for _, word := range appointments {
		if low == word || strings.HasSuffix(low, " "+word) {
			return []string{"Schedule " + lower(task), "Hold " + lower(task), "Follow up " + lower(task) + ", if required"}
		}
	}
	for _, j := range joints {
		if i := strings.Index(low, j); i > 0 {
			first, second := strings.TrimSpace(task[:i]), strings.TrimSpace(task[i+len(j):])
			// "Terms and conditions" is one thing; two events have a verb each, and no list of words tells them apart for sure.
			if strings.Contains(first, " ") && strings.Contains(second, " ") {
				return append([]string{upper(first)}, Steps(upper(second))...)
			}
		}
	}
	return []string{task}
}

// Split is how a card becomes one card an event: the first keeps what hangs on it, the others stand behind it.
func Split(c *Card, steps []string) []Edit {
	edits := []Edit{{Op: SetCard, ID: c.ID, Set: map[string]any{"task": steps[0]}}}
	behind := c.ID
	for i, s := range steps[1:] {
		id := c.ID + "-" + string(rune('b'+i))
		edits = append(edits, Edit{Op: AddCard, ID: id, After: behind, Stage: c.Stage, Lane: c.Lane, Set: map[string]any{
			"task": s, "initiator": string(c.Initiator), "discovered": c.Discovered, "controlled": c.Controlled, "owner": c.Owner, "function": c.Function,
			"optional": strings.HasSuffix(s, "if required")}})
		behind = id
	}
	return edits
}

func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if len(s) > n {
		if second, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(second) {
			return s // an abbreviation
		}
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
