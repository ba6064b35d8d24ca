package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Problem is the body of every refusal (RFC 9457), with a code and arguments so that a screen can say it in any language.
type Problem struct {
	Status int             `json:"status" doc:"HTTP status" example:"422"`
	Title  string          `json:"title" example:"Unprocessable Entity"`
	Detail string          `json:"detail" doc:"One English sentence for the person who asked"`
	Code   string          `json:"code" doc:"Stable name of the reason" example:"metric_unknown"`
	Args   problem.Args    `json:"args,omitempty" doc:"What fills the sentence"`
	Errors []problem.Field `json:"errors,omitempty" doc:"The places in the input that are wrong"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is what huma asks of an error.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is what huma asks of an error.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statuses = map[problem.Kind]int{
	problem.Invalid: 422, problem.Malformed: 400, problem.Unauthorised: 401, problem.Forbidden: 403, problem.NotFound: 404,
	problem.Conflict: 409, problem.Gone: 410, problem.Stale: 412, problem.TooLarge: 413, problem.TooMany: 429, problem.NoSpace: 507,
	problem.Unavailable: 503,
}

// cause carries a verb's error past huma, which would otherwise judge it by its type.
type cause struct{ err error }

func (c *cause) Error() string { return c.err.Error() }
func (c *cause) Unwrap() error { return c.err }

// GetHeaders is what huma asks of an error for the headers of the refusal.
func (c *cause) GetHeaders() http.Header { return From(c.err).headers() }

// headers of a refusal: how long to wait, where that is the reason.
func (p *Problem) headers() http.Header {
	h := http.Header{}
	if wait, ok := p.Args["wait_seconds"]; ok {
		h.Set("Retry-After", toText(wait))
	}
	return h
}

// From turns any error into what the user may see. Internals stay in the log.
func From(err error) *Problem {
	var own *Problem
	if errors.As(err, &own) {
		return own
	}
	if p, ok := problem.As(err); ok {
		s := statuses[p.Kind]
		return &Problem{Status: s, Title: http.StatusText(s), Detail: p.Message, Code: p.Code, Args: p.Args, Errors: p.Fields}
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return From(problem.New(problem.TooLarge, "body_too_large", "The request is larger than %d bytes.", tooLarge.Limit).
			With(problem.Args{"limit": tooLarge.Limit}))
	case db.IsUnstorable(err):
		return From(problem.New(problem.Invalid, "text_unstorable", "A text holds U+0000 or isn't valid UTF-8."))
	case db.IsFull(err):
		return From(problem.New(problem.NoSpace, "disk_full", "The disk of the server is full. Nothing was changed."))
	case errors.Is(err, db.ErrClosed):
		return From(problem.New(problem.Unavailable, "stopping", "The server is stopping. Try again in a moment."))
	}
	return &Problem{Status: 500, Title: http.StatusText(500), Detail: "Something went wrong on our side.", Code: "internal"}
}

// newProblem is huma's way to make an error: from a verb's error, or from its own validation.
func newProblem(ctx huma.Context, code int, msg string, errs ...error) huma.StatusError {
	for _, err := range errs {
		var c *cause
		if errors.As(err, &c) {
			p := From(c.err)
			if p.Status >= 500 {
				logFailure(ctx.Context(), c.err, "operation", ctx.Operation().OperationID)
			}
			return p
		}
	}
	return newBareProblem(code, msg, errs...)
}

// logFailure tells the operator. That somebody closed their browser in the middle is no failure of ours.
func logFailure(ctx context.Context, err error, about ...any) {
	level := slog.LevelError
	if errors.Is(err, context.Canceled) {
		level = slog.LevelDebug
	}
	slog.Log(ctx, level, "request failed", append(about, "error", err)...)
}

// newBareProblem says what huma's validation found.
func newBareProblem(code int, msg string, errs ...error) huma.StatusError {
	if code >= 500 {
		slog.Error("request failed", "message", msg, "errors", errs)
		return From(errors.New(msg))
	}
	p := &Problem{Status: code, Title: http.StatusText(code), Detail: msg, Code: "invalid_" + strconv.Itoa(code)}
	if code == http.StatusUnprocessableEntity {
		p.Code = "invalid"
	}
	for _, err := range errs {
		f := problem.Field{Message: err.Error()}
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			detail := d.ErrorDetail()
			f = problem.Field{Location: detail.Location, Message: detail.Message}
		}
		p.Errors = append(p.Errors, f)
	}
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Message
		if l := p.Errors[0].Location; l != "" {
			p.Detail = l + ": " + p.Detail
		}
	}
	return p
}

// WriteProblem answers a plain net/http request with a refusal.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := From(err)
	if p.Status >= 500 {
		logFailure(r.Context(), err, "method", r.Method, "path", r.URL.Path)
	}
	maps.Copy(w.Header(), p.headers())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}

func toText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// WriteJSON answers a plain net/http request.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may have gone
}

func notHere(r *http.Request) error {
	return problem.New(problem.NotFound, "no_such_operation", "There is no %s %s here.", r.Method, r.URL.Path)
}

// readable refuses an address that no database could be asked about: invalid UTF-8 or U+0000 in its path or query.
func readable(r *http.Request) error {
	q, err := url.QueryUnescape(r.URL.RawQuery)
	for place, s := range map[string]string{"path": r.URL.Path, "query": q} {
		if err != nil || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			e := problem.New(problem.Malformed, "address_unreadable", "The %s of the address isn't valid UTF-8, or holds U+0000.", place)
			e.Fields = []problem.Field{{Location: place, Message: e.Message}}
			return e
		}
	}
	return nil
}
