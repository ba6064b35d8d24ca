package signal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// reservedKeys begin the keys that imports give their rows.
const reservedKeys = "import:"

const (
	maxBatchBody = 256 << 20
	batchStep    = 500 // lines in one transaction
)

// Answer is what a sender gets for one signal.
type Answer struct {
	ID     ID           `json:"id,omitempty"`
	Line   int          `json:"line,omitempty"`
	Status int          `json:"status,omitempty" doc:"In a batch: the status this signal would have got alone"`
	Error  *web.Problem `json:"error,omitempty"`
}

// Routes describes and serves the log.
func (l *Log) Routes(a *web.API) {
	a.Raw(web.Op{ID: "signal-create", Method: http.MethodPost, Path: "/signals", Tag: "Signals", Verb: identity.SignalWrite,
		Summary: "Send a signal", Doc: "201 with its id; 200 with the same id when it is sent again; 409 for the same key with other content."},
		web.Describe[Input, Answer](a, "application/json"), l.create)
	a.Raw(web.Op{ID: "signal-batch", Method: http.MethodPost, Path: "/signals:batch", Tag: "Signals", Verb: identity.SignalWrite,
		Summary: "Send many signals, one JSON document a line (NDJSON)", Doc: "Answers a line for each line sent, in order, with the status it would have got alone."},
		web.Describe[Input, Answer](a, "application/x-ndjson"), l.batch)
	web.Register(a, web.Op{ID: "signal-list", Method: http.MethodGet, Path: "/signals", Tag: "Signals", Verb: identity.SignalRead,
		Summary: "The signals behind a figure, newest first", Doc: "The same conditions and period as for a figure."}, l.list)
	web.Register(a, web.Op{ID: "signal-get", Method: http.MethodGet, Path: "/signals/{id}", Tag: "Signals", Verb: identity.SignalRead,
		Summary: "One signal with its history and the cases it opened"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*struct{ Body *Detail }, error) {
			d, err := l.Detail(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Detail }{d}, err
		})
	a.Raw(web.Op{ID: "signal-correct", Method: http.MethodPut, Path: "/signals/{id}", Tag: "Signals", Verb: identity.SignalWrite,
		Summary: "Correct a signal; the log keeps what was"}, web.Describe[Input, Answer](a, "application/json"), l.correct)
	web.Register(a, web.Op{ID: "signal-erase", Method: http.MethodDelete, Path: "/signals/{id}", Tag: "Signals", Verb: identity.SignalErase,
		Summary: "Erase a signal for good"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*struct{}, error) {
			return nil, l.Erase(ctx, identity.From(ctx).Org, in.ID)
		})
	l.maskRoutes(a)
}

// read decodes one signal strictly and says what and where is wrong.
func read(b []byte) (*Input, error) {
	if !utf8.Valid(b) {
		return nil, problem.New(problem.Malformed, "not_utf8", "The body isn't valid UTF-8.")
	}
	in := &Input{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(in); err != nil {
		return nil, decodeProblem(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, problem.New(problem.Malformed, "json_trailing", "Something follows the JSON document.")
	}
	if strings.HasPrefix(in.Key, reservedKeys) {
		return nil, problem.At("body.key", "key_reserved", "Keys that begin with %q belong to imports.", reservedKeys)
	}
	if strings.HasPrefix(in.Key, derivedKeys) {
		return nil, problem.At("body.key", "key_reserved", "Keys that begin with %q belong to what the program finds out itself.", derivedKeys)
	}
	return in, nil
}

func decodeProblem(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field == "" {
		return problem.At("body", "wrong_type", "A signal is a JSON object, not a JSON %s.", wrong.Value)
	}
	if errors.As(err, &wrong) {
		return problem.At("body."+wrong.Field, "wrong_type", "%s can't be a %s.", wrong.Field, wrong.Value)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return problem.At("body."+name, "field_unknown", "There is no field %q.", brief(name))
	}
	return problem.New(problem.Malformed, "json_invalid", "The body isn't valid JSON: %s.", brief(strings.TrimPrefix(err.Error(), "json: ")))
}

func (l *Log) create(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	in, err := read(b)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	out, err := l.Put(r.Context(), identity.From(r.Context()).Org, in)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	status := http.StatusCreated
	if out.Repeat {
		status = http.StatusOK
	}
	web.WriteJSON(w, status, Answer{ID: out.ID})
}

func (l *Log) correct(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err == nil {
		var in *Input
		if in, err = read(b); err == nil {
			err = l.Correct(r.Context(), identity.From(r.Context()).Org, ID(r.PathValue("id")), in)
		}
	}
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, Answer{ID: ID(r.PathValue("id"))})
}

type listIn struct {
	Where  []string `query:"where,explode" maxItems:"50"`
	From   string   `query:"from"`
	To     string   `query:"to"`
	Metric string   `query:"metric" doc:"Only signals that were asked this"`
	Score  string   `query:"score" enum:"answered,left_out" doc:"With metric: only those"`
	Has    string   `query:"has" enum:"comment"`
	Cursor string   `query:"cursor"`
	Limit  int      `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (l *Log) list(ctx context.Context, in *listIn) (*web.List[Item], error) {
	org := identity.From(ctx).Org
	s := metric.Select{Where: in.Where, From: in.From, To: in.To, Limit: in.Limit}
	switch {
	case in.Metric != "" && in.Score != "":
		s.Where = append(s.Where, "metric."+in.Metric+":"+in.Score)
	case in.Metric != "":
		s.Where = append(s.Where, "metric."+in.Metric+":asked")
	}
	if in.Has != "" {
		s.Where = append(s.Where, "comment:yes")
	}
	var err error
	if s.Before, err = ReadCursor(in.Cursor); err != nil {
		return nil, err
	}
	positions, total, err := l.Metrics.Signals(ctx, org, s)
	if err != nil {
		return nil, err
	}
	items, err := l.Numbered(ctx, org, positions)
	next := ""
	if len(positions) == in.Limit {
		last := positions[len(positions)-1]
		next = Cursor(last)
	}
	out, err := web.ListOf(items, next, err)
	if err == nil {
		out.Body.Total = &total
	}
	return out, err
}

// Cursor writes the place after a signal in a list, newest first.
func Cursor(last analytics.Position) string {
	return strconv.FormatInt(last.At, 36) + "." + strconv.FormatInt(last.Signal, 36)
}

// ReadCursor reads what Cursor wrote; nil for "".
func ReadCursor(s string) (*analytics.Position, error) {
	if s == "" {
		return nil, nil
	}
	a, b, _ := strings.Cut(s, ".")
	at, err1 := strconv.ParseInt(a, 36, 64)
	n, err2 := strconv.ParseInt(b, 36, 64)
	if err1 != nil || err2 != nil {
		return nil, problem.At("query.cursor", "cursor_invalid", "This cursor didn't come from here.")
	}
	return &analytics.Position{At: at, Signal: n}, nil
}
