package web

import (
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ETag is how a version travels in headers.
func ETag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// Match reads an If-Match header into the version the editor saw. An empty header is refused: blind edits lose work.
func Match(header string) (int, error) {
	v, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(strings.TrimSpace(header), "W/"), `"`))
	if err != nil {
		return 0, problem.At("header.If-Match", "if_match_needed", "Send the ETag of what you edited as If-Match.")
	}
	return v, nil
}

// Stale is the refusal of an edit of something that changed meanwhile.
func Stale() error {
	return problem.New(problem.Stale, "changed_meanwhile", "Somebody else changed this in the meantime. Reload it and look at the difference.")
}

// List is the answer of every listing.
type List[T any] struct{ Body ListBody[T] }

// ListBody holds one page.
type ListBody[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Send as cursor for the next page; absent on the last"`
	Total *int64 `json:"total,omitempty" doc:"How many there are in all, where that is known"`
}

// ListOf wraps a page, so that a handler is one line.
func ListOf[T any](items []T, next string, err error) (*List[T], error) {
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []T{}
	}
	return &List[T]{ListBody[T]{Items: items, Next: next}}, nil
}
