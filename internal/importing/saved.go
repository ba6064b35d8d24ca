package importing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// SavedID is the id of a saved mapping.
type SavedID string

// SavedMapping is a mapping that was given a name, for the next file of the same shape. Whoever made it sees it, and everybody
// who imports where it is shared.
type SavedMapping struct {
	ID        SavedID   `json:"id"`
	Name      string    `json:"name"`
	Shared    bool      `json:"shared" doc:"Seen and used by everybody who imports"`
	Mine      bool      `json:"mine" doc:"Made by who asks"`
	Owner     string    `json:"owner" doc:"Name of who made it"`
	Mapping   Mapping   `json:"mapping"`
	Header    []string  `json:"header" doc:"The columns of the file it was last saved with"`
	Version   int       `json:"version" doc:"Counts its edits; an import says which it used"`
	UpdatedAt time.Time `json:"updated_at"`

	owner string
}

// NewMapping is what is saved under a name.
type NewMapping struct {
	Name    string   `json:"name" maxLength:"100"`
	Shared  bool     `json:"shared,omitempty"`
	Mapping Mapping  `json:"mapping"`
	Header  []string `json:"header,omitempty" maxItems:"1000" doc:"The file's columns; without them those that the mapping names"`
}

// Validate checks the rules that need no database, and fills in what is left out.
func (n *NewMapping) Validate() error {
	if err := identity.Name(n.Name, "body.name", 100); err != nil {
		return err
	}
	used := n.Mapping.columns()
	if len(n.Header) == 0 {
		n.Header = used
	}
	for _, h := range n.Header {
		if len(h) > 1000 {
			return problem.At("body.header", "text_too_long", "At most %d characters.", 1000)
		}
		if err := identity.Clean(h, "body.header"); err != nil {
			return err
		}
	}
	return n.Mapping.Validate(n.Header)
}

// columns lists the columns that a mapping names, each once, sorted.
func (m *Mapping) columns() []string {
	out := []string{m.At.Column}
	for _, s := range []*Source{m.TouchPoint, m.Unit, m.Employee, m.Channel, m.Language} {
		if s != nil {
			out = append(out, s.Column)
		}
	}
	if m.Customer != nil {
		out = append(out, m.Customer.ExternalID, m.Customer.Email, m.Customer.Name)
	}
	if m.Key != nil {
		out = append(out, m.Key.Column)
	}
	out = append(out, m.Comment...)
	for _, c := range m.Attributes {
		out = append(out, c)
	}
	for _, s := range m.Measures {
		out = append(out, s.Column)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > 0 && out[0] == "" {
		out = out[1:]
	}
	return out
}

// Mappings lists the saved mappings that the caller sees, by name.
func (i *Imports) Mappings(ctx context.Context, org db.Org) (list []SavedMapping, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = i.visible(ctx, tx, org); return err })
	return list, err
}

// visible leaves out what others keep to themselves. The program itself, and whoever sits at its command line, sees all.
func (i *Imports) visible(ctx context.Context, tx *db.Tx, org db.Org) ([]SavedMapping, error) {
	list, err := mappings(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	c := identity.From(ctx)
	list = slices.DeleteFunc(list, func(s SavedMapping) bool { return !s.Shared && s.owner != c.ID && c.Kind != identity.BySystem })
	for k := range list {
		list[k].Mine = list[k].owner == c.ID
	}
	return list, nil
}

// mapping finds one that the caller sees.
func (i *Imports) mapping(ctx context.Context, tx *db.Tx, org db.Org, id SavedID, place string) (*SavedMapping, error) {
	list, err := i.visible(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.ID == id {
			return &s, nil
		}
	}
	if place != "" {
		return nil, problem.At(place, "mapping_unknown", "There is no saved mapping %q.", brief(string(id)))
	}
	return nil, problem.New(problem.NotFound, "mapping_unknown", "There is no saved mapping %q.", brief(string(id)))
}

// SaveMapping keeps a mapping under a name.
func (i *Imports) SaveMapping(ctx context.Context, org db.Org, n NewMapping) (s *SavedMapping, err error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	c := identity.From(ctx)
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		s = &SavedMapping{ID: SavedID(tx.ID("map")), Name: n.Name, Shared: n.Shared, Mine: true, Owner: c.Name, Mapping: n.Mapping,
			Header: n.Header, Version: 1, UpdatedAt: tx.Now, owner: c.ID}
		if err := i.nameFree(ctx, tx, org, s); err != nil {
			return err
		}
		if err := insertMapping(ctx, tx, org, s); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "import_mapping.create", string(s.ID), map[string]any{"name": s.Name, "shared": s.Shared})
	})
	return s, err
}

// EditMapping replaces a saved mapping. Imports that used it keep what they used.
func (i *Imports) EditMapping(ctx context.Context, org db.Org, id SavedID, version int, n NewMapping) (s *SavedMapping, err error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if s, err = i.mapping(ctx, tx, org, id, ""); err != nil {
			return err
		}
		if s.Version != version {
			return web.Stale()
		}
		s.Name, s.Shared, s.Mapping, s.Header, s.Version, s.UpdatedAt = n.Name, n.Shared, n.Mapping, n.Header, s.Version+1, tx.Now
		if err := i.nameFree(ctx, tx, org, s); err != nil {
			return err
		}
		if err := updateMapping(ctx, tx, org, s); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "import_mapping.edit", string(id), map[string]any{"name": s.Name, "shared": s.Shared, "version": s.Version})
	})
	return s, err
}

// nameFree refuses a second mapping of the same name among those that one person would see.
func (i *Imports) nameFree(ctx context.Context, tx *db.Tx, org db.Org, s *SavedMapping) error {
	list, err := mappings(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.ID != s.ID && (o.owner == s.owner || o.Shared && s.Shared) && identity.Fold(o.Name) == identity.Fold(s.Name) {
			return problem.At("body.name", "name_taken", "There is a saved mapping %q already. Replace it, or give this one another name.", brief(o.Name)).
				With(problem.Args{"id": o.ID})
		}
	}
	return nil
}

// DropMapping forgets a saved mapping. Imports that used it keep what they used.
func (i *Imports) DropMapping(ctx context.Context, org db.Org, id SavedID) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		s, err := i.mapping(ctx, tx, org, id, "")
		if err != nil {
			return err
		}
		folders, err := folders(ctx, tx, org)
		if err != nil {
			return err
		}
		for _, f := range folders {
			if f.Mapping == id {
				return problem.New(problem.Conflict, "mapping_in_use", "The watched folder %q uses this mapping. Choose another there first.", brief(f.Name)).
					With(problem.Args{"folder": f.ID})
			}
		}
		if err := deleteMapping(ctx, tx, org, id); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "import_mapping.delete", string(id), map[string]any{"name": s.Name})
	})
}

// UsedMapping says which saved mapping an import used, as it was then.
type UsedMapping struct {
	ID      SavedID `json:"id"`
	Name    string  `json:"name"`
	Version int     `json:"version"`
}

func (s *SavedMapping) used() *UsedMapping { return &UsedMapping{s.ID, s.Name, s.Version} }

// fitting chooses the saved mapping for a file: all the columns that it names are there, and its dates can be read. Of several
// the one made for this very header wins, then the one that uses most of it, then the caller's own, then the newest.
func fitting(columns []Column, list []SavedMapping) *SavedMapping {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	list = slices.Clone(list)
	list = slices.DeleteFunc(list, func(s SavedMapping) bool {
		for _, c := range s.Mapping.columns() {
			if !slices.Contains(names, c) {
				return true
			}
		}
		return !datesFit(columns, s.Mapping.At)
	})
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b SavedMapping) int {
		return cmp.Or(first(sameSet(a.Header, names), sameSet(b.Header, names)),
			cmp.Compare(len(b.Mapping.columns()), len(a.Mapping.columns())), first(a.Mine, b.Mine), b.UpdatedAt.Compare(a.UpdatedAt))
	})
	return &list[0]
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// datesFit reports whether the first dates of a column are written as a mapping says.
func datesFit(columns []Column, at Moment) bool {
	for _, c := range columns {
		if c.Name != at.Column {
			continue
		}
		for _, s := range c.Samples {
			if _, err := time.Parse(at.Format, s); err == nil {
				return true
			}
		}
		return len(c.Samples) == 0
	}
	return false
}
