package journey

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// File is a journey in our own words: everything that is drawn.
type File struct {
	Format    string `json:"format"`
	Version   int    `json:"version"`
	Name      string `json:"name"`
	Segment   string `json:"segment,omitempty"`
	Customers string `json:"customers,omitempty"`
	Map       Map    `json:"map"`
}

const (
	fileFormat  = "touchstone.journey"
	fileVersion = 1
)

// writeJSON writes a journey so that nothing of it is lost.
func writeJSON(one *Journey, m *Map) ([]byte, error) {
	return json.MarshalIndent(File{fileFormat, fileVersion, one.Name, one.Segment, one.Customers, *m.clone()}, "", "  ")
}

func (p *Preview) readJSON(text string) error {
	var f File
	in := json.NewDecoder(strings.NewReader(text))
	in.DisallowUnknownFields()
	err := in.Decode(&f)
	if err != nil && strings.Contains(err.Error(), "unknown field") {
		p.complain(0, "", false, "The file has a field that isn't known here (%s): it is left out.", strings.TrimPrefix(err.Error(), "json: unknown field "))
		f = File{}
		in = json.NewDecoder(strings.NewReader(text))
		err = in.Decode(&f)
	}
	if err != nil {
		return brokenJSON(text, err)
	}
	if in.More() {
		return refused("json_invalid", "The file goes on after its end. One file holds one journey.")
	}
	switch {
	case f.Format != fileFormat:
		return refused("format_unknown", "The file says that its format is %.40q; a journey's is %q.", f.Format, fileFormat)
	case f.Version > fileVersion:
		return refused("format_newer", "The file was written by a newer program (version %d of the format; %d is read).", f.Version, fileVersion)
	case len(f.Map.Contributors) > maxContributors:
		return refused("too_many_contributors", "A map has at most %d contributors.", maxContributors)
	}
	p.Name, p.Segment, p.Customers = f.Name, clipRunes(f.Segment, 80), clipRunes(f.Customers, 500)
	for _, s := range f.Map.Stages {
		p.stage(0, s)
	}
	for _, c := range f.Map.Cards {
		p.card(0, c)
	}
	p.Map.Contributors, p.Map.Questions, p.Map.Exceptions = f.Map.Contributors, f.Map.Questions, f.Map.Exceptions
	p.Map.whole()
	return nil
}

// brokenJSON says on which line a file is broken.
func brokenJSON(text string, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return refused("json_invalid", "Line %d: this isn't well-formed JSON (%s).", line(text, syntax.Offset), syntax.Error())
	case errors.As(err, &kind):
		return refused("json_invalid", "Line %d: %s can't be a %s.", line(text, kind.Offset), kind.Field, kind.Value)
	}
	return refused("json_invalid", "This isn't well-formed JSON, or the file was cut off.")
}

func line(text string, offset int64) int {
	return 1 + bytes.Count([]byte(text[:min(int(offset), len(text))]), []byte("\n"))
}
