// Package problem is the small set of failures a user can be told about.
package problem

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal it is; the web layer turns it into a status.
type Kind string

// The closed list of kinds.
const (
	Invalid      Kind = "invalid"      // 422: the input breaks a rule
	Malformed    Kind = "malformed"    // 400: the input can't be read at all
	Unauthorised Kind = "unauthorised" // 401: nobody is signed in, or the token is not good
	Forbidden    Kind = "forbidden"    // 403: signed in, and not allowed
	NotFound     Kind = "not_found"    // 404: nothing there for this organisation
	Conflict     Kind = "conflict"     // 409: it clashes with what is there
	Gone         Kind = "gone"         // 410: it was there, and has ended
	Stale        Kind = "stale"        // 412: somebody else changed it meanwhile
	TooLarge     Kind = "too_large"    // 413
	TooMany      Kind = "too_many"     // 429: slow down
	NoSpace      Kind = "no_space"     // 507: the disk is full
	Unavailable  Kind = "unavailable"  // 503: stopping, or the database can't be reached
)

// Args fill a problem's sentence in any language.
type Args map[string]any

// Field names one place in the input and what is wrong there.
type Field struct {
	Location string `json:"location" doc:"Where in the input, such as body.measures.nps" example:"body.measures.nps"`
	Message  string `json:"message" doc:"What is wrong there, in English"`
}

// Error carries a kind, a code that screens translate, its arguments, and an English sentence fit for the user. Everything
// else is internal and never reaches the user.
type Error struct {
	Kind    Kind
	Code    string
	Message string
	Args    Args
	Fields  []Field
}

func (e *Error) Error() string { return string(e.Kind) + " (" + e.Code + "): " + e.Message }

// New makes a problem. code is lower_snake_case and stable; the sentence is formatted with args in order.
func New(k Kind, code, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Message: fmt.Sprintf(format, args...)}
}

// At makes an Invalid problem about one field of the input.
func At(location, code, format string, args ...any) *Error {
	e := New(Invalid, code, format, args...)
	e.Fields = []Field{{Location: location, Message: e.Message}}
	return e
}

// With adds arguments for translation and returns the same problem.
func (e *Error) With(args Args) *Error {
	e.Args = args
	return e
}

// On names the place in the input and returns the same problem, for refusals that aren't Invalid.
func (e *Error) On(location string) *Error {
	e.Fields = []Field{{Location: location, Message: e.Message}}
	return e
}

// As returns the problem in err's chain, if there is one.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf returns the kind of err, or "" when err is internal.
func KindOf(err error) Kind {
	if e, ok := As(err); ok {
		return e.Kind
	}
	return ""
}

// CodeOf returns the code of err, or "" when err is internal.
func CodeOf(err error) string {
	if e, ok := As(err); ok {
		return e.Code
	}
	return ""
}
