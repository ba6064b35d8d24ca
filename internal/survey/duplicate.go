package survey

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Duplicate begins a new draft with the words of another's draft. name "" is the old one's with a mark.
func (s *Surveys) Duplicate(ctx context.Context, org db.Org, id ID, name, requestKey string) (*Survey, error) {
	sv, err := s.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(name) == "" {
		name = sv.Name + " (copy)"
		if utf8.RuneCountInString(name) > 200 {
			name = sv.Name
		}
	}
	return s.Create(ctx, org, name, sv.Definition, requestKey)
}
