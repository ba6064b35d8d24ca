// Package dashboard keeps what people look at again and again: saved views of figures, dashboards made of them, and read-only
// links for people without a login. It stores definitions only; every figure is asked for anew, within the asker's scope.
package dashboard

import (
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Ids of the nouns.
type (
	ViewID string
	ID     string // of a dashboard
	LinkID string
)

// Dashboards is the capability.
type Dashboards struct {
	DB      *db.DB
	Metrics *metric.Metrics
	People  *identity.Identity
	Audit   identity.Auditor
	Hub     *web.Hub

	openings openings
}

func checkTitle(name, description string) error {
	if err := identity.Name(name, "body.name", 100); err != nil {
		return err
	}
	if len([]rune(description)) > 1000 {
		return problem.At("body.description", "description_too_long", "A description has at most 1,000 characters.")
	}
	return identity.Clean(description, "body.description")
}

// Held says whose something is and how it stands.
type Held struct {
	Owner     string    `json:"owner" doc:"A user's id, or a token's"`
	OwnerName string    `json:"owner_name"`
	Mine      bool      `json:"mine"`
	MayEdit   bool      `json:"may_edit"`
	Pinned    bool      `json:"pinned" doc:"In the caller's own side bar"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// ViewInput is what a person says of a view.
type ViewInput struct {
	Name        string `json:"name" maxLength:"100"`
	Description string `json:"description,omitempty" maxLength:"1000"`
	Shared      bool   `json:"shared,omitempty" doc:"Whether everybody who may read figures sees it"`
	Spec        Spec   `json:"spec"`
}

// View is a saved definition.
type View struct {
	ID ViewID `json:"id"`
	ViewInput
	Held
}

// Validate checks the rules that need no database.
func (v *ViewInput) Validate() error {
	if err := checkTitle(v.Name, v.Description); err != nil {
		return err
	}
	if err := v.Spec.Validate("body.spec"); err != nil {
		return err
	}
	v.Spec = v.Spec.cleaned()
	return nil
}

// Tile is one place of a dashboard: a view of its own, a saved view followed as it changes, or words.
type Tile struct {
	ID     string `json:"id" maxLength:"40" doc:"Unique within the dashboard"`
	Kind   string `json:"kind" enum:"view,note"`
	Title  string `json:"title,omitempty" maxLength:"100" doc:"Absent: made of what it shows"`
	View   ViewID `json:"view,omitempty" maxLength:"60" doc:"The saved view it follows"`
	Spec   *Spec  `json:"spec,omitempty" doc:"Its definition; in answers also that of the view it follows"`
	Text   string `json:"text,omitempty" maxLength:"5000" doc:"note: its words"`
	Width  int    `json:"width" minimum:"1" maximum:"12" doc:"Columns of twelve"`
	Height int    `json:"height" minimum:"1" maximum:"6" doc:"Rows of the grid"`
	Name   string `json:"view_name,omitempty" maxLength:"100" readOnly:"true" doc:"What the view it follows is called"`
	Gone   bool   `json:"gone,omitempty" readOnly:"true" doc:"The view it follows was deleted, or is no longer shared"`
}

// Input is what a person says of a dashboard. Period, comparison and conditions apply to every tile.
type Input struct {
	Name        string   `json:"name" maxLength:"100"`
	Description string   `json:"description,omitempty" maxLength:"1000"`
	Shared      bool     `json:"shared,omitempty" doc:"Whether everybody who may read figures sees it"`
	Period      Period   `json:"period"`
	Against     Against  `json:"against"`
	Where       []string `json:"where,omitempty" maxItems:"50" nullable:"false"`
	Tiles       []Tile   `json:"tiles" maxItems:"40" nullable:"false" doc:"In the order of reading"`
}

// Dashboard is tiles under one period and one filter.
type Dashboard struct {
	ID ID `json:"id"`
	Input
	Held
}

const (
	maxTiles = 40
	maxKept  = 2000 // views or dashboards of an organisation
	maxNote  = 5000
)

// Validate checks the rules that need no database.
func (in *Input) Validate() error {
	if err := checkTitle(in.Name, in.Description); err != nil {
		return err
	}
	if err := in.Period.Validate("body.period"); err != nil {
		return err
	}
	if err := in.Against.Validate("body.against"); err != nil {
		return err
	}
	if err := checkWhere(in.Where, "body.where"); err != nil {
		return err
	}
	frame := Spec{Period: in.Period, Against: in.Against, Where: in.Where}.cleaned()
	in.Period, in.Against, in.Where = frame.Period, frame.Against, frame.Where
	if len(in.Tiles) > maxTiles {
		return problem.At("body.tiles", "too_many_tiles", "A dashboard has at most %d tiles.", maxTiles).With(problem.Args{"max": maxTiles})
	}
	seen := map[string]bool{}
	for i := range in.Tiles {
		t := &in.Tiles[i]
		if seen[t.ID] || t.ID == "" || len(t.ID) > 40 {
			return problem.At("body.tiles", "tile_id", "Every tile has an id of its own.")
		}
		seen[t.ID] = true
		if err := t.validate(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tile) validate() error {
	const at = "body.tiles"
	if t.Width < 1 || t.Width > 12 || t.Height < 1 || t.Height > 6 {
		return problem.At(at, "tile_size", "A tile is 1 to 12 columns wide and 1 to 6 rows high.")
	}
	if t.Title != "" {
		if err := identity.Name(t.Title, at, 100); err != nil {
			return err
		}
	}
	t.Gone, t.Name = false, ""
	switch {
	case t.Kind == "note":
		t.View, t.Spec = "", nil
		return checkNote(t.Text, at)
	case t.Kind != "view":
		return problem.At(at, "tile_kind", "A tile is a view or a note.")
	case t.View != "":
		t.Spec, t.Text = nil, ""
		return nil
	case t.Spec == nil:
		return problem.At(at, "tile_empty", "A tile shows a saved view or has a definition of its own.")
	}
	t.Text = ""
	if err := t.Spec.Validate(at); err != nil {
		return err
	}
	clean := t.Spec.cleaned()
	t.Spec = &clean
	return nil
}

func checkNote(s, at string) error {
	if err := identity.Clean(s, at); err != nil {
		return err
	}
	if len([]rune(s)) > maxNote {
		return problem.At(at, "note_too_long", "A note has at most %d characters.", maxNote).With(problem.Args{"max": maxNote})
	}
	return nil
}
