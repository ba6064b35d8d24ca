package importing

import (
	"context"
	"mime"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the import API.
func (i *Imports) Routes(a *web.API) {
	const tag = "Imports"
	i.savedRoutes(a)
	i.folderRoutes(a)
	type one struct{ Body *Import }
	type byID struct {
		ID ID `path:"id"`
	}

	a.Raw(web.Op{ID: "import-upload", Method: http.MethodPost, Path: "/imports/uploads", Tag: tag, Verb: identity.ImportWrite, Status: 201,
		Summary: "Send a file in: CSV, an Excel workbook or NDJSON", Doc: "Up to 2 GB. CSV in UTF-8, UTF-16 or windows-1252, separated by commas, " +
			"semicolons, tabs or bars; a workbook as .xlsx; NDJSON is one object a line. The answer describes the columns and guesses a mapping."}, describeUpload(a), i.receive)

	type upload struct{ Body *Upload }
	web.Register(a, web.Op{ID: "import-upload-get", Method: http.MethodGet, Path: "/import-uploads/{upload}", Tag: tag, Verb: identity.ImportWrite,
		Summary: "A file, or a sheet of one, that was sent in"},
		func(ctx context.Context, in *struct {
			Upload string `path:"upload"`
		}) (*upload, error) {
			u, err := i.Uploaded(ctx, identity.From(ctx).Org, in.Upload)
			return &upload{u}, err
		})

	web.Register(a, web.Op{ID: "import-preview", Method: http.MethodPost, Path: "/imports/preview", Tag: tag, Verb: identity.ImportWrite,
		Summary: "What an import would do: the first rows, and counts over the whole file"},
		func(ctx context.Context, in *struct {
			Body struct {
				Upload  string  `json:"upload"`
				Mapping Mapping `json:"mapping"`
			}
		}) (*struct{ Body *Preview }, error) {
			p, err := i.Preview(ctx, identity.From(ctx).Org, in.Body.Upload, in.Body.Mapping)
			return &struct{ Body *Preview }{p}, err
		})

	web.Register(a, web.Op{ID: "import-start", Method: http.MethodPost, Path: "/imports", Tag: tag, Verb: identity.ImportWrite, Status: 202,
		Summary: "Import a file in the background", Doc: "Rows imported before are duplicates and change nothing. The same file under another " +
			"mapping is refused (409) unless replace names the import to undo first."},
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key" doc:"Sending the same again answers with the same import"`
			Body     Wish
		}) (*one, error) {
			im, err := i.Start(ctx, identity.From(ctx).Org, in.Body, in.RetryKey)
			return &one{im}, err
		})

	web.Register(a, web.Op{ID: "import-list", Method: http.MethodGet, Path: "/imports", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Imports, newest first"},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Import], error) {
			return web.ListOf(i.List(ctx, identity.From(ctx).Org, in.Cursor, in.Limit))
		})

	web.Register(a, web.Op{ID: "import-get", Method: http.MethodGet, Path: "/imports/{id}", Tag: tag, Verb: identity.ImportWrite,
		Summary: "One import and how far it has come"},
		func(ctx context.Context, in *byID) (*one, error) {
			im, err := i.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{im}, err
		})

	web.Register(a, web.Op{ID: "import-cancel", Method: http.MethodPost, Path: "/imports/{id}/cancel", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Stop an import; what was recorded stays"},
		func(ctx context.Context, in *byID) (*one, error) {
			im, err := i.Cancel(ctx, identity.From(ctx).Org, in.ID)
			return &one{im}, err
		})

	web.Register(a, web.Op{ID: "import-undo", Method: http.MethodPost, Path: "/imports/{id}/undo", Tag: tag, Verb: identity.ImportWrite, Status: 202,
		Summary: "Take back everything an import recorded, in the background"},
		func(ctx context.Context, in *byID) (*one, error) {
			im, err := i.Undo(ctx, identity.From(ctx).Org, in.ID)
			return &one{im}, err
		})

	a.Raw(web.Op{ID: "import-rejected", Method: http.MethodGet, Path: "/imports/{id}/rejected", Tag: tag, Verb: identity.ImportWrite,
		Summary: "The refused rows as CSV: each as it was, behind its number and the reason"}, describeRejected, i.rejected)
}

func describeUpload(a *web.API) func(*huma.Operation) {
	return func(o *huma.Operation) {
		o.Parameters = append(o.Parameters, &huma.Param{Name: "name", In: "query", Description: "The file's name", Schema: &huma.Schema{Type: "string"}})
		o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"text/csv":                 {Schema: &huma.Schema{Type: "string", Format: "binary"}},
			"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
		}}
		o.Responses = map[string]*huma.Response{"201": {Description: "What the file looks like", Content: map[string]*huma.MediaType{
			"application/json": {Schema: a.Huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Upload](), true, "Upload")},
		}}}
	}
}

func describeRejected(o *huma.Operation) {
	o.Responses = map[string]*huma.Response{"200": {Description: "CSV in UTF-8", Content: map[string]*huma.MediaType{
		"text/csv": {Schema: &huma.Schema{Type: "string"}},
	}}}
}

// receive takes the body as it comes: a large file takes longer than an ordinary request may.
func (i *Imports) receive(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{}) // where that isn't possible, the server's limits hold
	_ = out.SetWriteDeadline(time.Time{})
	u, err := i.Receive(r.Context(), identity.From(r.Context()).Org, r.URL.Query().Get("name"), http.MaxBytesReader(w, r.Body, MaxUpload+1))
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, u)
}

func (i *Imports) rejected(w http.ResponseWriter, r *http.Request) {
	org := identity.From(r.Context()).Org
	im, err := i.Find(r.Context(), org, ID(r.PathValue("id")))
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": bare(im.Name) + "-rejected.csv"}))
	if err := i.WriteRejected(r.Context(), org, im, w); err != nil {
		if r.Context().Err() == nil {
			i.Slog.Error("could not write the rejected rows", "import", im.ID, "error", err)
		}
		panic(http.ErrAbortHandler) // a cut answer must not look whole
	}
}
