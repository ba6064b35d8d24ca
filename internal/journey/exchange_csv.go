package journey

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/identity"
)

// columnNames are the columns of a CSV file, in the order in which they are written. A file needs stage and task alone.
var columnNames = []string{"stage", "phase", "lane", "task", "touch_point", "channels", "initiator", "emotion", "function", "owner", "supporting", "locations",
	"roles", "first", "last", "controlled", "optional", "discovered", "metrics", "feel", "think", "do", "note"}

// otherNames are what people call columns besides.
var otherNames = map[string]string{"channel": "channels", "touchpoint": "touch_point", "touch_point_key": "touch_point", "event": "task", "step": "task", "name": "task",
	"location": "locations", "role": "roles", "metric": "metrics", "initiated_by": "initiator", "who_begins": "initiator", "department": "function",
	"supporting_functions": "supporting", "notes": "note", "comment": "note", "expected_emotion": "emotion", "if_required": "optional", "last_controlled_point": "last",
	"first_contact": "first", "unit": "owner", "feels": "feel", "thinks": "think", "does": "do"}

var laneNames = map[string]Lane{"": FrontStage, "customer": Customer, "front_stage": FrontStage, "front": FrontStage, "onstage": FrontStage, "back_stage": BackStage,
	"backstage": BackStage, "frontstage": FrontStage, "back": BackStage, "support": Support}

var initiatorNames = map[string]Initiator{"": ByOrganisation, "organisation": ByOrganisation, "organization": ByOrganisation, "company": ByOrganisation, "we": ByOrganisation,
	"us": ByOrganisation, "customer": ByCustomer, "client": ByCustomer, "third_party": ByThirdParty, "partner": ByThirdParty}

var phaseNames = map[string]Phase{"before": Before, "before_purchase": Before, "pre_purchase": Before, "during": During, "purchase": During, "during_purchase": During, "after": After,
	"after_purchase": After, "post_purchase": After}

// plain is how words of a closed list are compared: Front stage, front-stage and FRONT_STAGE are one.
func plain(s string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(identity.Fold(s))
}

const maxRows = 5000

// sheet is a CSV file as it is read.
type sheet struct {
	p       *Preview
	columns []string // of the file; empty for one that isn't read
	mends   map[int]map[string]string
	skip    map[int]bool
	row     int
	cells   map[string]string
	bad     bool
}

func (p *Preview) readCSV(in *Incoming) error {
	r := csv.NewReader(strings.NewReader(in.Text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = separator(in.Text), -1, true, true
	head, err := r.Read()
	if err != nil {
		return refused("csv_invalid", "The first row can't be read: %s.", err)
	}
	s := &sheet{p: p, mends: map[int]map[string]string{}, skip: map[int]bool{}}
	if err := s.head(head); err != nil {
		return err
	}
	for _, m := range in.Mends {
		if s.mends[m.Row] == nil {
			s.mends[m.Row] = map[string]string{}
		}
		s.mends[m.Row][m.Column] = m.Value
	}
	for _, row := range in.Skip {
		s.skip[row] = true
	}
	for s.row = 2; ; s.row++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if s.row > maxRows {
			return refused("too_many_rows", "The file has more than %d rows; a map has at most %d cards.", maxRows, maxCards)
		}
		if err != nil {
			p.complain(s.row, "", true, "This row can't be read: %s.", err)
			continue
		}
		s.read(record)
	}
}

// separator is the sign that stands most often in the first row: a comma, a semicolon or a tab.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, sign := range []rune{';', '\t'} {
		if strings.Count(head, string(sign)) > strings.Count(head, string(best)) {
			best = sign
		}
	}
	return best
}

func (s *sheet) head(cells []string) error {
	seen := map[string]bool{}
	for _, cell := range cells {
		name := plain(cell)
		if other, ok := otherNames[name]; ok {
			name = other
		}
		switch {
		case !slices.Contains(columnNames, name):
			if strings.TrimSpace(cell) != "" {
				s.p.complain(1, clipRunes(cell, 60), false, "The column “%s” isn't known and isn't read.", clipRunes(cell, 60))
			}
			name = ""
		case seen[name]:
			return refused("column_twice", "Two columns are called %q.", name)
		}
		seen[name] = true
		s.columns = append(s.columns, name)
		if name != "" {
			s.p.Columns = append(s.p.Columns, name)
		}
	}
	for _, needed := range []string{"stage", "task"} {
		if !seen[needed] {
			return refused("column_missing", "The file has no column %q in its first row. A row is a touch point: its columns are %s; stage and task are needed.",
				needed, strings.Join(columnNames, ", "))
		}
	}
	return nil
}

// complain notes what is wrong in a cell of the row at hand.
func (s *sheet) complain(column, text string, args ...any) {
	s.bad = true
	s.p.complain(s.row, column, true, text, args...)
}

func (s *sheet) read(record []string) {
	s.cells, s.bad = map[string]string{}, false
	empty := true
	for i, name := range s.columns {
		if i >= len(record) || name == "" {
			continue
		}
		s.cells[name] = strings.TrimSpace(record[i])
		if rest, quoted := strings.CutPrefix(s.cells[name], "'"); quoted && inert(rest) != rest {
			s.cells[name] = rest // put there for spreadsheets
		}
		empty = empty && s.cells[name] == ""
	}
	maps.Copy(s.cells, s.mends[s.row])
	if empty && len(s.mends[s.row]) == 0 || s.skip[s.row] {
		return
	}
	before := len(s.p.Problems)
	if len(record) > len(s.columns) {
		s.complain("", "This row has %d cells, and the first row %d. Put a text that holds the separator between quotes.", len(record), len(s.columns))
	}
	stage := s.stage()
	c := s.card(stage)
	if !s.bad && stage != "" {
		s.p.card(s.row, c)
	}
	if slices.ContainsFunc(s.p.Problems[before:], func(one ImportProblem) bool { return one.Blocks }) {
		s.p.Rows = append(s.p.Rows, PreviewRow{Row: s.row, Cells: s.cells})
	}
}

// stage finds the stage of a row, or begins it.
func (s *sheet) stage() string {
	name := s.cells["stage"]
	if name == "" {
		s.complain("stage", "A row needs the name of its stage.")
		return ""
	}
	phase, known := phaseNames[plain(s.cells["phase"])]
	if !known && s.cells["phase"] != "" {
		s.complain("phase", "“%s” is no phase. A stage lies before, during or after the purchase.", clipRunes(s.cells["phase"], 60))
		return ""
	}
	for i := range s.p.Map.Stages {
		one := &s.p.Map.Stages[i]
		if identity.Fold(one.Name) != identity.Fold(name) {
			continue
		}
		if known && one.Phase != phase {
			s.complain("phase", "“%s” lies %s the purchase in a row above, and %s here.", clipRunes(name, 60), one.Phase, phase)
		}
		for column, into := range map[string]*string{"feel": &one.Feel.Text, "think": &one.Think.Text, "do": &one.Do.Text} {
			if *into == "" {
				*into = clip(s.cells[column], 500)
			}
		}
		return one.ID
	}
	if !known {
		phase = Before
		if n := len(s.p.Map.Stages); n > 0 {
			phase = s.p.Map.Stages[n-1].Phase
		}
		s.p.complain(s.row, "phase", false, "It isn't said whether “%s” lies before, during or after the purchase: it is put at %s.", clipRunes(name, 60), phase)
	}
	id := unique(slugOr(name, "stage"), func(id string) bool { return s.p.Map.stage(id) >= 0 })
	if !s.p.stage(s.row, Stage{ID: id, Name: name, Phase: phase, Feel: Want{Text: clip(s.cells["feel"], 500)}, Think: Want{Text: clip(s.cells["think"], 500)}, Do: Want{Text: clip(s.cells["do"], 500)}}) {
		s.bad = true
		return ""
	}
	return id
}

func (s *sheet) card(stage string) Card {
	c := Card{ID: "r" + strconv.Itoa(s.row), Stage: stage, Task: s.cells["task"], Function: clipRunes(s.cells["function"], 80), Owner: s.cells["owner"],
		Note: clip(s.cells["note"], 2000), Channels: s.list("channels"), Locations: s.list("locations"), Roles: s.list("roles"), Supporting: s.list("supporting")}
	var ok bool
	if c.Lane, ok = laneNames[plain(s.cells["lane"])]; !ok {
		s.complain("lane", "There is no lane “%s”. Use customer, front stage, back stage or support.", clipRunes(s.cells["lane"], 60))
	}
	if c.Initiator, ok = initiatorNames[plain(s.cells["initiator"])]; !ok {
		s.complain("initiator", "“%s” begins nothing here. Use organisation, customer or third party.", clipRunes(s.cells["initiator"], 60))
	}
	if c.Task == "" {
		s.complain("task", "A row needs the one event that it is.")
	}
	if text := s.cells["emotion"]; text != "" {
		n, err := strconv.Atoi(strings.NewReplacer("−", "-", "–", "-").Replace(text))
		if err != nil || n < -2 || n > 2 {
			s.complain("emotion", "“%s” is no expected emotion. It is a whole number from −2 to 2.", clipRunes(text, 60))
		} else {
			c.Emotion = &n
		}
	}
	for column, into := range map[string]*bool{"first": &c.First, "last": &c.Last, "controlled": &c.Controlled, "optional": &c.Optional, "discovered": &c.Discovered} {
		*into = s.flag(column)
	}
	c.TouchPoint = s.point()
	c.Bindings = s.bindings()
	return c
}

// list reads several names apart by semicolons, or by bars where the file's own separator is the semicolon.
func (s *sheet) list(column string) (out []string) {
	for _, part := range strings.FieldsFunc(s.cells[column], func(r rune) bool { return r == ';' || r == '|' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (s *sheet) flag(column string) bool {
	switch plain(s.cells[column]) {
	case "", "no", "false", "0", "n":
	case "yes", "true", "1", "x", "y":
		return true
	default:
		s.complain(column, "“%s” is neither yes nor no.", clipRunes(s.cells[column], 60))
	}
	return false
}

// point is the key of the touch point. A name is turned into one, and told.
func (s *sheet) point() string {
	text := s.cells["touch_point"]
	if text == "" || identity.Key(text, "") == nil {
		return text
	}
	key := clip(slug(text), 64)
	if key == "" {
		s.complain("touch_point", "“%s” is no key of a touch point: lower-case letters, digits, - and _.", clipRunes(text, 60))
		return ""
	}
	s.p.complain(s.row, "touch_point", false, "The touch point “%s” is taken in with the key %s.", clipRunes(text, 60), key)
	return key
}

// bindings reads "csat:experience; abandoned:failure"; a metric alone tells of the experience.
func (s *sheet) bindings() (out []Binding) {
	for _, part := range s.list("metrics") {
		key, role, _ := strings.Cut(part, ":")
		b := Binding{Metric: strings.TrimSpace(key), Role: Role(plain(role))}
		if b.Role == "" {
			b.Role = Experience
		}
		if b.Role.rank() < 0 {
			s.complain("metrics", "“%s” says nothing that a metric tells: volume, failure, experience or outcome.", clipRunes(strings.TrimSpace(role), 60))
			continue
		}
		out = append(out, b)
	}
	return out
}

// writeCSV writes one row for each card. owners turns a unit's id into its key.
func writeCSV(m *Map, owners map[string]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take it for UTF-8 then
	out := csv.NewWriter(&b)
	rows := [][]string{columnNames}
	wanted := map[string]bool{} // stages whose intentions are written
	for _, c := range m.Ordered() {
		s := Stage{}
		if at := m.stage(c.Stage); at >= 0 {
			s = m.Stages[at]
		}
		emotion := ""
		if c.Emotion != nil {
			emotion = strconv.Itoa(*c.Emotion)
		}
		metrics := make([]string, len(c.Bindings))
		for i, bound := range c.Bindings {
			metrics[i] = bound.Metric + ":" + string(bound.Role)
		}
		list := func(names []string) string { return strings.Join(names, "; ") }
		row := []string{s.Name, string(s.Phase), string(c.Lane), c.Task, c.TouchPoint, list(c.Channels), string(c.Initiator), emotion, c.Function, owners[c.Owner],
			list(c.Supporting), list(c.Locations), list(c.Roles), yes(c.First), yes(c.Last), yes(c.Controlled), yes(c.Optional), yes(c.Discovered), list(metrics)}
		if wanted[s.ID] {
			row = append(row, "", "", "", c.Note)
		} else {
			row = append(row, s.Feel.Text, s.Think.Text, s.Do.Text, c.Note)
		}
		wanted[s.ID] = true
		for i := range row {
			row[i] = inert(row[i])
		}
		rows = append(rows, row)
	}
	if err := out.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the map as CSV: %w", err)
	}
	return b.Bytes(), nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// inert keeps a spreadsheet from taking a text for a formula. A number such as −2 is one.
func inert(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}
