package journey

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Format is what a map is written in.
type Format string

// The closed list of formats.
const (
	JSON Format = "json"
	CJML Format = "cjml"
	CSV  Format = "csv"
)

// Incoming is a file that somebody wants to make a journey of.
type Incoming struct {
	Format Format `json:"format,omitempty" enum:"json,cjml,csv,"`
	Text   string `json:"text" doc:"The file's text, at most 5 MB"`
	Name   string `json:"name,omitempty" maxLength:"80" doc:"What the journey is called; empty is what the file says"`
	Mends  []Mend `json:"mends,omitempty" maxItems:"500" doc:"csv: cells to be read otherwise than they stand"`
	Skip   []int  `json:"skip,omitempty" maxItems:"5000" doc:"csv: rows to leave out"`
}

// Mend is a cell of a CSV file as it should have been.
type Mend struct {
	Row    int    `json:"row" minimum:"1"`
	Column string `json:"column" maxLength:"60"`
	Value  string `json:"value" maxLength:"2000"`
}

// Preview is what would become of a file. Nothing is written.
type Preview struct {
	Format    Format          `json:"format"`
	Name      string          `json:"name"`
	Segment   string          `json:"segment,omitempty"`
	Customers string          `json:"customers,omitempty"`
	Map       *Map            `json:"map"`
	Columns   []string        `json:"columns,omitempty" doc:"csv: the columns that were understood"`
	Rows      []PreviewRow    `json:"rows,omitempty" doc:"csv: the rows that can't be read as they are"`
	Problems  []ImportProblem `json:"problems" doc:"At most 500; those that block come first"`
	Blocked   bool            `json:"blocked" doc:"Something must be mended, or its row left out, before the journey can be made"`
	Findings  []Finding       `json:"findings" doc:"The rules that the map breaks: it can be made, and not be published yet"`

	rowOf map[string]int // card → row
}

// PreviewRow is a row of a CSV file with all its cells.
type PreviewRow struct {
	Row   int               `json:"row"`
	Cells map[string]string `json:"cells" doc:"By column"`
}

// ImportProblem is a complaint about a file.
type ImportProblem struct {
	Row     int    `json:"row,omitempty" doc:"csv: counted from 1, the header; cjml: the line"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
	Blocks  bool   `json:"blocks" doc:"Otherwise it is only told"`
}

const (
	maxFile     = 5 << 20
	maxProblems = 500
)

// Preview reads a file and says what would become of it.
func (j *Journeys) Preview(ctx context.Context, org db.Org, in Incoming) (*Preview, error) {
	p, err := in.read()
	if err != nil {
		return nil, err
	}
	if err := j.known(ctx, org, p); err != nil {
		return nil, err
	}
	p.finish()
	p.Findings = p.Map.Check()
	return p, nil
}

// Import makes a journey of a file, as its preview showed it.
func (j *Journeys) Import(ctx context.Context, org db.Org, in Incoming) (*Journey, error) {
	p, err := j.Preview(ctx, org, in)
	if err != nil {
		return nil, err
	}
	if p.Blocked {
		bad := problem.New(problem.Invalid, "import_blocked", "The file can't be taken in as it is. Mend what is named, or leave those rows out.")
		for _, one := range p.Problems {
			if one.Blocks && len(bad.Fields) < 20 {
				bad.Fields = append(bad.Fields, problem.Field{Location: one.place(), Message: one.Message})
			}
		}
		return nil, bad
	}
	for i := range p.Map.Exceptions {
		e := &p.Map.Exceptions[i]
		if by := identity.From(ctx).Name; e.By != by { // a signature is nobody's but the signer's
			e.Reason = clip(fmt.Sprintf("%s (signed by %s on %s; taken over with the map)", e.Reason, e.By, e.At.Format("2006-01-02")), 1000)
			e.By, e.At = by, j.DB.Now()
		}
	}
	return j.add(ctx, org, Input{Name: p.Name, Segment: p.Segment, Customers: p.Customers}, p.Map)
}

func (p *ImportProblem) place() string {
	if p.Row == 0 {
		return "body.text"
	}
	return strings.TrimSuffix(fmt.Sprintf("body.text[%d].%s", p.Row, p.Column), ".")
}

// Outgoing is a file to be saved.
type Outgoing struct {
	Name string
	Type string
	Body []byte
}

// Export writes a version of a map, or the draft as version 0.
func (j *Journeys) Export(ctx context.Context, org db.Org, id ID, number int, format Format) (*Outgoing, error) {
	one, m, err := j.drawn(ctx, org, id, number)
	if err != nil {
		return nil, err
	}
	f := &Outgoing{Name: slugOr(one.Name, "journey") + "." + string(format)}
	switch format {
	case CJML:
		f.Name, f.Type = slugOr(one.Name, "journey")+".cjml.xml", "application/xml; charset=utf-8"
		f.Body, err = writeCJML(one, m)
	case CSV:
		owners := map[string]string{}
		err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
			all, err := identity.UnitsIn(ctx, tx, org)
			for _, u := range all {
				owners[string(u.ID)] = u.Key
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		f.Type = "text/csv; charset=utf-8"
		f.Body, err = writeCSV(m, owners)
	default:
		f.Type = "application/json"
		f.Body, err = writeJSON(one, m)
	}
	return f, err
}

// read finds the format and reads it. A file that is none is refused; what is wrong in its parts is told with the preview.
func (in *Incoming) read() (*Preview, error) {
	if len(in.Text) > maxFile {
		return nil, refused("file_too_large", "The file has more than %d MB. A map of %d cards is far smaller: look whether it is the right file.", maxFile>>20, maxCards)
	}
	text := strings.TrimPrefix(in.Text, "\ufeff")
	switch {
	case strings.ContainsRune(text, 0):
		return nil, refused("not_text", "The file isn't text, or it is in UTF-16. Save it as UTF-8.")
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError):
		return nil, refused("not_utf8", "The file isn't in UTF-8: some letters can't be read. Save it as UTF-8.")
	case strings.TrimSpace(text) == "":
		return nil, refused("file_empty", "The file is empty.")
	}
	in.Text = text
	if in.Format == "" {
		in.Format = formatOf(text)
	}
	p := &Preview{Format: in.Format, Map: (&Map{}).whole(), Problems: []ImportProblem{}, rowOf: map[string]int{}}
	var err error
	switch in.Format {
	case JSON:
		err = p.readJSON(text)
	case CJML:
		err = p.readCJML(text)
	default:
		err = p.readCSV(in)
	}
	if err != nil {
		return nil, err
	}
	p.Name = strings.TrimSpace(cmp.Or(strings.TrimSpace(in.Name), p.Name, "Journey from a file"))
	p.Name = clipRunes(p.Name, 80)
	return p, nil
}

func formatOf(text string) Format {
	switch strings.TrimLeft(text, " \t\r\n")[0] {
	case '{', '[':
		return JSON
	case '<':
		return CJML
	}
	return CSV
}

func refused(code, text string, args ...any) error {
	return problem.At("body.text", code, text, args...)
}

func (p *Preview) complain(row int, column string, blocks bool, text string, args ...any) {
	p.Problems = append(p.Problems, ImportProblem{Row: row, Column: column, Blocks: blocks, Message: fmt.Sprintf(text, args...)})
}

// stage adds a stage if the map can hold it.
func (p *Preview) stage(row int, s Stage) bool {
	switch {
	case s.ID == "" || len(s.ID) > 60:
		p.complain(row, "stage", true, "A stage needs an id of at most 60 characters.")
		return false
	case p.Map.stage(s.ID) >= 0:
		p.complain(row, "stage", true, "Two stages have the id %.60q.", s.ID)
		return false
	case len(p.Map.Stages) >= maxStages:
		if len(p.Map.Stages) == maxStages {
			p.complain(row, "stage", true, "A map has at most %d stages.", maxStages)
		}
		return false
	}
	if err := s.validate(); err != nil {
		p.complain(row, columnOf(err, "stage"), true, "%s", sentence(err))
		return false
	}
	p.Map.Stages = append(p.Map.Stages, s)
	return true
}

// card adds a card if the map can hold it.
func (p *Preview) card(row int, c Card) {
	switch {
	case c.ID == "" || len(c.ID) > 60:
		p.complain(row, "task", true, "A card needs an id of at most 60 characters.")
		return
	case p.Map.card(c.ID) >= 0:
		p.complain(row, "task", true, "Two cards have the id %.60q.", c.ID)
		return
	case p.Map.stage(c.Stage) < 0:
		p.complain(row, "stage", true, "“%s” lies in a stage %.60q that the map doesn't have.", clipRunes(c.Task, 60), c.Stage)
		return
	case len(p.Map.Cards) >= maxCards:
		p.complain(row, "", true, "A map has at most %d cards; this one and what follows is too much. Draw two journeys.", maxCards)
		return
	}
	if err := p.Map.checkPlace(&c); err != nil {
		p.complain(row, columnOf(err, "task"), true, "%s", sentence(err))
		return
	}
	p.rowOf[c.ID] = row
	p.Map.Cards = append(p.Map.Cards, c)
}

func sentence(err error) string {
	if p, ok := problem.As(err); ok {
		if len(p.Fields) > 0 && p.Fields[0].Message != "" {
			return p.Fields[0].Message
		}
		return p.Message
	}
	return err.Error()
}

// columnOf is the field that a refusal names, as a column is called.
func columnOf(err error, otherwise string) string {
	if p, ok := problem.As(err); ok && len(p.Fields) > 0 {
		if name := strings.TrimPrefix(p.Fields[0].Location, "set."); name != "name" {
			return name
		}
	}
	return otherwise
}

// known looks at what a map refers to. What this organisation doesn't have is taken out and told; a metric that it doesn't have
// stays, since it may come with the signals.
func (j *Journeys) known(ctx context.Context, org db.Org, p *Preview) error {
	metrics, err := j.Metrics.All(ctx, org)
	if err != nil {
		return err
	}
	units, tenets, processes := map[string]string{}, map[string]bool{}, map[string]bool{}
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := identity.UnitsIn(ctx, tx, org)
		for _, u := range all {
			units[string(u.ID)], units[u.Key] = string(u.ID), string(u.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	promises, err := j.Promises.List(ctx, org)
	if err != nil {
		return err
	}
	for _, one := range promises {
		for _, t := range one.Tenets {
			tenets[t.ID] = true
		}
	}
	ways, err := j.Promises.Processes(ctx, org)
	for _, w := range ways {
		processes[string(w.ID)] = true
	}
	keys := map[string]bool{}
	for _, m := range metrics {
		keys[m.Key] = true
	}
	for i := range p.Map.Cards {
		p.settle(&p.Map.Cards[i], keys, units, tenets, processes)
	}
	for _, s := range p.Map.Stages {
		for _, w := range []Want{s.Feel, s.Think, s.Do} {
			if w.Metric != "" && !keys[w.Metric] {
				p.complain(0, "", false, "There is no metric %.64q here: nothing tells of “%s” until there is.", w.Metric, clipRunes(w.Text, 60))
			}
		}
	}
	return err
}

func (p *Preview) settle(c *Card, metrics map[string]bool, units map[string]string, tenets, processes map[string]bool) {
	row, task := p.rowOf[c.ID], clipRunes(c.Task, 60)
	if c.Owner != "" {
		id, ok := units[c.Owner]
		if !ok {
			p.complain(row, "owner", false, "There is no unit %.60q here: “%s” has no owner.", c.Owner, task)
		}
		c.Owner = id
	}
	had := len(c.Tenets)
	if c.Tenets = slices.DeleteFunc(c.Tenets, func(t string) bool { return !tenets[t] }); len(c.Tenets) < had {
		p.complain(row, "", false, "“%s” carries tenets of promises that aren't here: they are left out.", task)
	}
	if c.Process != "" && !processes[c.Process] {
		p.complain(row, "", false, "The process that delivers “%s” isn't here: it is left out.", task)
		c.Process = ""
	}
	for _, b := range c.Bindings {
		if !metrics[b.Metric] {
			p.complain(row, "metrics", false, "There is no metric %.64q here: “%s” shows nothing of it until there is.", b.Metric, task)
		}
	}
}

// finish says whether something blocks, and puts that first.
func (p *Preview) finish() {
	if len(p.Map.Cards) == 0 && !slices.ContainsFunc(p.Problems, func(one ImportProblem) bool { return one.Blocks }) {
		p.complain(0, "", true, "The file holds no touch point.")
	}
	slices.SortStableFunc(p.Problems, func(a, b ImportProblem) int {
		if a.Blocks != b.Blocks {
			if a.Blocks {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Row, b.Row)
	})
	p.Blocked = len(p.Problems) > 0 && p.Problems[0].Blocks
	p.Problems = p.Problems[:min(len(p.Problems), maxProblems)]
}

func clipRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// unique is a base, or the base with a number behind it that isn't taken.
func unique(base string, taken func(string) bool) string {
	base = clip(cmp.Or(base, "part"), 50)
	id := base
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}
