package exporting

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves exports.
func (x *Exports) Routes(a *web.API) {
	const tag = "Exports"
	type one struct{ Body *Export }
	type byID struct {
		ID ID `path:"id"`
	}
	web.Register(a, web.Op{ID: "export-create", Method: http.MethodPost, Path: "/exports", Tag: tag, Verb: identity.ExportWrite, Status: 201,
		Summary: "Export signals or figures as CSV, XLSX or Parquet",
		Doc: "Up to 5,000 signals, and figures, are ready with the answer (state done). More are made in the background. The file is kept " +
			"for 7 days and shows what the caller may see, no more."},
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key" doc:"Sending the same again answers with the same export"`
			Body     Wish
		}) (*one, error) {
			e, err := x.Order(ctx, identity.From(ctx).Org, in.Body)
			return &one{e}, err
		})
	web.Register(a, web.Op{ID: "export-list", Method: http.MethodGet, Path: "/exports", Tag: tag, Verb: identity.ExportWrite,
		Summary: "One's own exports, newest first", Doc: "Who looks after background work sees everybody's."},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Export], error) {
			return web.ListOf(x.List(ctx, identity.From(ctx).Org, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "export-get", Method: http.MethodGet, Path: "/exports/{id}", Tag: tag, Verb: identity.ExportWrite,
		Summary: "One export and how far it has come"},
		func(ctx context.Context, in *byID) (*one, error) {
			e, err := x.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{e}, err
		})
	web.Register(a, web.Op{ID: "export-cancel", Method: http.MethodPost, Path: "/exports/{id}/cancel", Tag: tag, Verb: identity.ExportWrite,
		Summary: "Stop an export"},
		func(ctx context.Context, in *byID) (*one, error) {
			e, err := x.Cancel(ctx, identity.From(ctx).Org, in.ID)
			return &one{e}, err
		})
	web.Register(a, web.Op{ID: "export-delete", Method: http.MethodDelete, Path: "/exports/{id}", Tag: tag, Verb: identity.ExportWrite,
		Summary: "Remove an export and its file"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, x.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
	a.Raw(web.Op{ID: "export-file", Method: http.MethodGet, Path: "/exports/{id}/file", Tag: tag, Verb: identity.ExportWrite,
		Summary: "The file"}, describeFile, x.send)
}

var media = map[Format]string{
	CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	Parquet: "application/vnd.apache.parquet",
}

func describeFile(o *huma.Operation) {
	o.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{}}}
	for _, m := range media {
		o.Responses["200"].Content[m] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
}

func (x *Exports) send(w http.ResponseWriter, r *http.Request) {
	e, f, err := x.Fetch(r.Context(), identity.From(r.Context()).Org, ID(r.PathValue("id")))
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	defer f.Close() //nolint:errcheck // only read
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", media[e.Wish.Format])
	w.Header().Set("Content-Length", strconv.FormatInt(e.Bytes, 10))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	if _, err := io.Copy(w, f); err != nil {
		panic(http.ErrAbortHandler) // a cut file must not look whole
	}
}
