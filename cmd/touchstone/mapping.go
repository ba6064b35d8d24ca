package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// asker sends one request to the API.
type asker = func(method, path string, body io.Reader, out any) error

// uploaded is what the command needs of a file that was sent in.
type uploaded struct {
	Upload  string
	Mapping json.RawMessage
	Saved   *struct{ ID, Name string }
	Sheet   string
	Sheets  []struct{ Upload, Name string }
}

// sendFile sends a file in and picks the sheet that was asked for.
func sendFile(do asker, name, sheet string) (*uploaded, error) {
	file, err := os.Open(name) //nolint:gosec // named by the person at the command line
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // read only
	up := &uploaded{}
	if err := do(http.MethodPost, "/imports/uploads?name="+url.QueryEscape(filepath.Base(name)), file, up); err != nil {
		return nil, err
	}
	if sheet == "" || sheet == up.Sheet {
		return up, nil
	}
	for _, s := range up.Sheets {
		if s.Name == sheet && s.Upload != "" {
			up = &uploaded{}
			return up, do(http.MethodGet, "/import-uploads/"+url.PathEscape(s.Upload), nil, up)
		}
	}
	return nil, fmt.Errorf("the file has no sheet %q with rows", sheet)
}

// chooseMapping reads the mapping from a file, finds it by its name among the saved ones, or takes the saved one that fits.
func chooseMapping(do asker, up *uploaded, mapping string) (map[string]any, error) {
	if mapping == "" {
		if up.Saved == nil {
			return nil, errors.New("no saved mapping fits this file; name one, or a JSON file, with --mapping")
		}
		fmt.Fprintf(os.Stderr, "with the saved mapping %q\n", up.Saved.Name)
		return map[string]any{"mapping": up.Mapping, "saved": up.Saved.ID}, nil
	}
	b, err := os.ReadFile(mapping) //nolint:gosec // named by the person at the command line
	switch {
	case err == nil && !json.Valid(b):
		return nil, fmt.Errorf("%s isn't valid JSON", mapping)
	case err == nil:
		return map[string]any{"mapping": json.RawMessage(b)}, nil
	case !errors.Is(err, fs.ErrNotExist) || strings.HasSuffix(mapping, ".json"):
		return nil, err
	}
	var list struct {
		Items []struct {
			ID, Name string
			Mapping  json.RawMessage
		}
	}
	if err := do(http.MethodGet, "/import-mappings", nil, &list); err != nil {
		return nil, err
	}
	var names []string
	found := -1
	for i, s := range list.Items {
		names = append(names, fmt.Sprintf("%q", s.Name))
		if strings.EqualFold(s.Name, mapping) {
			if found >= 0 {
				return nil, fmt.Errorf("two people have saved a mapping %q; rename one", mapping)
			}
			found = i
		}
	}
	if found < 0 {
		return nil, fmt.Errorf("there is no file and no saved mapping %q; saved are: %s", mapping, strings.Join(names, ", "))
	}
	return map[string]any{"mapping": list.Items[found].Mapping, "saved": list.Items[found].ID}, nil
}
