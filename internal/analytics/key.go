package analytics

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Key is the SHA-256 of the question's canonical text, in hex: equal for questions that ask the same, Scope included. It
// serves caches and receipts.
func (q Question) Key() string {
	sum := sha256.Sum256(q.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical is the question as JSON whose bytes don't depend on the order of maps, or of lists whose order says nothing.
func (q Question) Canonical() []byte {
	q.Scope = sorted(q.Scope)
	q.Where = slices.Clone(q.Where)
	for i, c := range q.Where {
		if c.Op != Between {
			q.Where[i].Codes = sorted(c.Codes)
		}
		q.Where[i].States = sorted(c.States)
	}
	if q.Limit == 0 {
		q.Limit = MaxRows
	}
	if len(q.By) == 0 {
		q.By = nil
	}
	if len(q.Where) == 0 {
		q.Where = nil
	}
	text, err := json.Marshal(q) // sorts maps by key
	if err != nil {
		panic(err) // only numbers and closed words
	}
	return text
}

// sorted returns the list in order, each element once. An empty list stays different from none.
func sorted[T int32 | int64 | State](list []T) []T {
	if list == nil {
		return nil
	}
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}
